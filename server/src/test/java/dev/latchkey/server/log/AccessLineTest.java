package dev.latchkey.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class AccessLineTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00.007Z");

    @Test
    void a_line_is_one_json_object_whatever_a_stranger_sent() {
        String line = line(true, "/a\"b\\c\r\nGET /admin\u2028");
        assertThat(line).endsWith("}\n");
        assertThat(line.strip().lines()).hasSize(1);
        Object read = new Load(LoadSettings.builder().build()).loadFromString(line);
        assertThat(read)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("time", "2026-03-01T08:00:00.007Z")
                .containsEntry("logger", "latchkey.access")
                .containsEntry("message", "request")
                .containsEntry("path", "/a\"b\\c??GET?/admin?")
                .containsEntry("status", 200);
    }

    @Test
    void a_line_of_text_looks_like_the_others() {
        assertThat(line(false, "/api/data"))
                .matches(
                        "\\d\\d:\\d\\d:00\\.007 INFO  latchkey\\.access - request path=\"/api/data\" status=\"200\"\n");
    }

    private static String line(boolean isJson, String path) {
        byte[] bytes = new AccessLine(isJson)
                .begin(AT)
                .add("path", Printable.ascii(path, 200))
                .add("status", 200)
                .end();
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
