package dev.latchkey.registration;

import static dev.latchkey.testing.World.username;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"bob", "jane.doe", "jane_doe-2", "jane+news@example.com", "007", "žofie", "алиса", "愛麗絲さん"})
    void taken(String typed) {
        assertThat(UsernameRules.accept(username(typed))).isTrue();
    }

    @Test
    void taken_up_to_64_characters() {
        assertThat(UsernameRules.accept(username("a".repeat(64)))).isTrue();
        assertThat(UsernameRules.accept(username("a".repeat(65)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                ".bob",
                "bob.",
                "bob..doe",
                "bob doe",
                "bob/doe",
                "bob\\doe",
                "<bob>",
                "bob'--",
                "bob%00",
                "a@@b",
                "аlice",
                "аlice1",
                "🗝🗝🗝"
            })
    void refused(String typed) {
        assertThat(UsernameRules.accept(username(typed))).isFalse();
    }
}
