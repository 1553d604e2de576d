package dev.latchkey.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.redis.Address.Account;
import dev.latchkey.redis.Address.Endpoint;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis://localhost                                     | localhost:6379
            redis://localhost/                                    | localhost:6379
            redis://10.0.0.2:7000                                 | 10.0.0.2:7000
            redis://[::1]:7000/3                                  | [::1]:7000
            rediss://redis.example.com                            | redis.example.com:6379
            redis://a:1,b:2,c                                     | a:1,b:2,c:6379
            redis-sentinel://a,b:26380#main                       | a:26379,b:26380#main
            rediss-sentinel://latchkey:secret@a#main              | a:26379#main
            redis://latchkey:secret@redis.example.com             | redis.example.com:6379
            redis://:secret@redis.example.com                     | redis.example.com:6379
            """)
    void one_is_read_and_shown_without_what_is_secret(String text, String shown) {
        assertThat(Address.parse(text)).hasToString(shown);
    }

    @Test
    void all_parts_are_read() {
        Address address = Address.parse("rediss://latch%40key:s%3Ae+c%25ret@[2001:db8::7]:7000/3");

        assertThat(address.isEncrypted()).isTrue();
        assertThat(address.hosts()).containsExactly(new Endpoint("2001:db8::7", 7000));
        assertThat(address.database()).isEqualTo(3);
        assertThat(address.account()).contains(new Account("latch@key", "s:e+c%ret"));
        assertThat(Address.parse("redis://secret@a").account()).contains(new Account("", "secret"));
        assertThat(Address.parse("redis://a").account()).isEmpty();
        assertThat(address.account().orElseThrow().toString()).doesNotContain("latch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:6379",
                "http://:hunter2@localhost",
                "redis://",
                "redis://:hunter2@",
                "redis://:hunter2@local host",
                "redis://:hunter2@localhost:0",
                "redis://:hunter2@localhost:65536",
                "redis://:hunter2@localhost:99999999",
                "redis://:hunter2@a,,b",
                "redis://:hunter2@localhost/x",
                "redis://:hunter2@localhost?x=y",
                "redis://:hunter2@localhost#main",
                "redis://:hunter2%@localhost",
                "redis://:hunter2%zz@localhost",
                "redis-sentinel://:hunter2@localhost",
                "redis-socket:///run/redis.sock"
            })
    void what_is_none_is_refused_with_the_cure_and_without_being_repeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisStores.at(text))
                .withMessageStartingWith("Redis address: ")
                .withMessageContaining("write redis://HOST:PORT")
                .withNoCause()
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("hunter2"));
    }
}
