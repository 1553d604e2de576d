package dev.latchkey.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "login: true", "{login: true}", "{'a': 1}", "{\"a\": yes}", "{\"a\": 1,}", "{\"a\": 1} # end",
                "{\"a\": 1} {}", "{\"a\": 1, \"a\": 2}", "--- {\"a\": 1}", "&a [1, *a]", "{\"a\": 010}", "{\"a\"",
                        "[1, 2]",
                "<html>"
            })
    void what_is_no_object_of_json_has_no_members(String text) {
        assertThat(JsonTree.object(text)).isEmpty();
    }

    @Test
    void values_are_texts_booleans_lists_and_maps() {
        Map<?, ?> object = JsonTree.object("{\"a\":\"x\\n\",\"b\":true,\"c\":1.50,\"d\":null,\"e\":[{\"f\":[]}]}");

        assertThat(object)
                .isEqualTo(Map.of("a", "x\n", "b", true, "c", "1.50", "d", "", "e", List.of(Map.of("f", List.of()))));
    }

    @Test
    void what_is_nested_without_end_is_refused_and_overflows_nothing() {
        assertThat(JsonTree.parse("[".repeat(100_000))).isEmpty();
        assertThat(JsonTree.parse("{\"a\":".repeat(100_000))).isEmpty();
    }

    @Test
    void what_is_written_is_read_as_the_same() {
        String name = "line\n\"\\\u0000";
        String text = new String(
                JsonWriter.object(
                        json -> json.texts(name, List.of("…", "\u2028")).object("", inner -> {})),
                StandardCharsets.UTF_8);

        assertThat(JsonTree.parse(text)).hasValue(Map.of(name, List.of("…", "\u2028"), "", Map.of()));
        assertThat(text).doesNotContain("\n");
    }
}
