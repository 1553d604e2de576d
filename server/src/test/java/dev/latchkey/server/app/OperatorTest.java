package dev.latchkey.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorTest {
    @ParameterizedTest(name = "{0}, sudo by {1}")
    @CsvSource({
        "jane, '', jane",
        "root, '', root",
        "root, jane, jane/root",
        "root, root, root",
        "jane, mallory, jane",
        "'', '', ?",
        "jörg müller, '', j?rg?m?ller",
        "DOMAIN\\jane, '', DOMAIN\\jane"
    })
    void is_the_account_of_the_process_and_who_became_root(String account, String sudo, String name) {
        Properties system = new Properties();
        system.setProperty("user.name", account);

        assertThat(Operator.named(system, Map.of("SUDO_USER", sudo))).isEqualTo(name);
        assertThat(Operator.named(new Properties(), Map.of())).isEqualTo("?");
    }
}
