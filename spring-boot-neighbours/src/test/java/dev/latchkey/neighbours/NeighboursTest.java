package dev.latchkey.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("release")
class NeighboursTest {
    /** What an application has besides; each is out unless its own properties are there. */
    enum Neighbour {
        FLYWAY("spring.flyway.enabled", List.of("spring.flyway.enabled=true"), "flyway_note"),
        LIQUIBASE("spring.liquibase.enabled", List.of("spring.liquibase.enabled=true"), "liquibase_note"),
        JPA("spring.jpa.hibernate.ddl-auto", List.of("spring.jpa.hibernate.ddl-auto=update"), "note"),
        SPRING_SESSION(
                "spring.session.jdbc.initialize-schema",
                List.of("spring.session.jdbc.initialize-schema=always"),
                "spring_session"),
        OAUTH2_CLIENT(
                "",
                List.of(
                        "spring.security.oauth2.client.registration.github.client-id=id",
                        "spring.security.oauth2.client.registration.github.client-secret=secret"),
                "latchkey_session"),
        AUTHORIZATION_SERVER(
                "",
                List.of(
                        "spring.security.oauth2.authorizationserver.client.other.registration.client-id=other",
                        "spring.security.oauth2.authorizationserver.client.other.registration.client-secret={noop}secret",
                        "spring.security.oauth2.authorizationserver.client.other.registration"
                                + ".client-authentication-methods=client_secret_basic",
                        "spring.security.oauth2.authorizationserver.client.other.registration"
                                + ".authorization-grant-types=client_credentials"),
                "latchkey_session"),
        VIRTUAL_THREADS("", List.of("spring.threads.virtual.enabled=true"), "latchkey_session"),
        ACTUATOR("", List.of("management.endpoints.web.exposure.include=*"), "latchkey_session");

        private final String out;
        private final String in;
        private final String table;

        Neighbour(String out, List<String> in, String table) {
            this.out = out;
            this.in = String.join(" ", in);
            this.table = table;
        }

        private static Stream<String> properties(List<Neighbour> present) {
            return Stream.of(values()).flatMap(each -> {
                if (present.contains(each)) {
                    return Stream.of(each.in.split(" "));
                }
                return Stream.of(each.out)
                        .filter(property -> !property.isEmpty())
                        .map(Neighbour::off);
            });
        }

        private static String off(String property) {
            return property
                    + (property.endsWith("enabled") ? "=false" : property.endsWith("auto") ? "=none" : "=never");
        }
    }

    private static Started start(String database, Neighbour... present) throws IOException {
        List<String> properties =
                new ArrayList<>(Neighbour.properties(List.of(present)).toList());
        if (List.of(present).contains(Neighbour.LIQUIBASE)) {
            // Liquibase goes first, and Flyway would not follow it into the same schema.
            properties.addAll(List.of("spring.flyway.baseline-on-migrate=true", "spring.flyway.baseline-version=0"));
        }
        if (!List.of(present).contains(Neighbour.SPRING_SESSION)) {
            properties.add("spring.autoconfigure.exclude=org.springframework.boot.session.jdbc.autoconfigure"
                    + ".JdbcSessionAutoConfiguration");
        }
        return Started.with(database, properties);
    }

    @ParameterizedTest
    @EnumSource(Neighbour.class)
    void each_starts_beside_a_login_that_works(Neighbour neighbour) throws IOException, InterruptedException {
        try (Started application = start("mem:" + neighbour, neighbour)) {
            assertThat(application.notes()).isEqualTo("notes of jane");
            assertThat(application.tables()).contains("latchkey_session", neighbour.table);
        }
    }

    @Test
    void all_start_together_and_once_more_on_what_they_left(@TempDir Path folder)
            throws IOException, InterruptedException {
        for (int start = 1; start <= 2; start++) {
            try (Started application = start("file:" + folder.resolve("all"), Neighbour.values())) {
                assertThat(application.notes()).isEqualTo("notes of jane");
            }
        }
    }

    @Test
    void none_of_their_tables_is_touched_and_none_of_ours_is_theirs() throws IOException {
        try (Started application = start("mem:tables", Neighbour.FLYWAY)) {
            List<String> ours = application.tables().stream()
                    .filter(name -> name.startsWith("latchkey_"))
                    .toList();
            assertThat(ours).hasSizeGreaterThan(5);
            assertThat(application.tables().stream()
                            .filter(name -> !ours.contains(name))
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder("flyway_note", "flyway_schema_history");
        }
    }

    @Test
    void endpoints_are_for_nobody_until_a_chain_says_for_whom_but_that_of_health()
            throws IOException, InterruptedException {
        try (Started application = start("mem:endpoints", Neighbour.ACTUATOR)) {
            assertThat(application.get("/actuator/health").body()).contains("\"status\":\"UP\"");
            assertThat(application.get("/actuator/latchkey/jane").statusCode()).isEqualTo(401);
        }
    }
}
