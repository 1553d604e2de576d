package dev.latchkey.spring;

import dev.latchkey.LoginSetting;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.jdbc.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/**
 * What the properties of an application say: {@code latchkey.} and the key of a setting of the deployment, and a few that
 * are of Spring Boot alone.
 */
final class LatchkeySettings {
    static final String BASE_PATH = "latchkey.base-path";
    static final String DATA = "latchkey.data";
    static final String IN_MEMORY = "latchkey.in-memory";
    static final String SCHEMA = "latchkey.jdbc.schema";
    static final String UNGUARDED = "latchkey.unguarded";

    /** What people call what their users reach. */
    private static final Set<String> PRODUCTION = Set.of("prod", "production", "live", "staging");

    private final Environment environment;

    LatchkeySettings(Environment environment) {
        this.environment = environment;
    }

    static String property(Setting<?> setting) {
        return "latchkey." + setting.key();
    }

    /** All that properties say: of the deployment, and of a login's life. */
    static Stream<Setting<?>> all() {
        return Stream.concat(DeploymentSetting.ALL.settings(), LoginSetting.ALL.settings());
    }

    /** What is written; where browsers come to, if nobody says it, on a machine of a developer. */
    Map<Setting<?>, String> written() {
        Map<Setting<?>, String> written = new LinkedHashMap<>();
        all().forEach(setting -> text(property(setting)).ifPresent(value -> written.put(setting, value)));
        written.computeIfAbsent(DeploymentSetting.PUBLIC_ORIGIN, setting -> localOrigin());
        if (isContainerEncrypting()) {
            written.putIfAbsent(DeploymentSetting.TLS_CERTIFICATE, "server.ssl");
        }
        return written;
    }

    private boolean isContainerEncrypting() {
        return text("server.ssl.bundle").isPresent()
                || text("server.ssl.certificate").isPresent()
                || text("server.ssl.key-store").isPresent();
    }

    private String localOrigin() {
        List<String> profiles = List.of(environment.getActiveProfiles());
        Optional<String> production =
                profiles.stream().filter(PRODUCTION::contains).findFirst();
        if (production.isPresent() || CloudPlatform.getActive(environment) != null) {
            throw new SetupException(
                    "latchkey.public-origin is not set, and "
                            + production
                                    .map(profile -> "the profile " + profile + " is active")
                                    .orElse("this runs on a cloud platform")
                            + ": cookies and origins follow from where browsers come to",
                    "write latchkey.public-origin = https://app.example, as browsers show it");
        }
        int port = environment.getProperty("server.port", Integer.class, 8080);
        if (port == 0) {
            throw new SetupException(
                    "latchkey.public-origin is not set, and server.port = 0: nobody can tell where browsers come to",
                    "write latchkey.public-origin, or a fixed server.port; a test of Spring Boot takes"
                            + " WebEnvironment.DEFINED_PORT");
        }
        String scheme = isContainerEncrypting() ? "https" : "http";
        return port < 0 ? "http://localhost" : scheme + "://localhost:" + port;
    }

    /** The path of the API, that of the context before it. */
    String basePath() {
        return text("server.servlet.context-path").orElse("").replaceFirst("/$", "")
                + text(BASE_PATH).orElse("/api");
    }

    /** The folder in which everything is kept; empty where none is named. */
    Optional<String> data() {
        return text(DATA);
    }

    /** Whether nothing is to be kept, whatever there is. */
    boolean isInMemory() {
        return text(IN_MEMORY).filter("true"::equals).isPresent();
    }

    /** Whether nothing is to be kept where there is no database, as in a test of controllers alone. */
    boolean isInMemoryWithoutDatabase() {
        return text(IN_MEMORY).filter("without-database"::equals).isPresent();
    }

    /**
     * What is done about the tables in the application's database.
     *
     * @throws SetupException when it is none of the three
     */
    Schema schema() {
        String written = text(SCHEMA).orElse("migrate");
        return Stream.of(Schema.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(written))
                .findFirst()
                .orElseThrow(() -> new SetupException(
                        SCHEMA + " = " + written + ": it is migrate, validate or none",
                        "write " + SCHEMA + " = migrate, or leave it out"));
    }

    /**
     * Looks whether anything knows which domains belong to different people, where that is asked.
     *
     * @throws SetupException when nothing does
     */
    void requireSuffixes(boolean areKnown) {
        if (!areKnown
                && text(property(DeploymentSetting.DEPLOYMENT))
                        .filter("cross-origin"::equals)
                        .isPresent()) {
            throw new SetupException(
                    "latchkey.deployment = cross-origin asks which domains belong to different people, and nothing here"
                            + " knows",
                    "add the dependency com.google.guava:guava, or declare a bean PublicSuffixes");
        }
    }

    /** Whether strangers may add themselves. */
    boolean isRegistrationOpen() {
        return text(property(LoginSetting.REGISTRATION)).filter("open"::equals).isPresent();
    }

    /** Paths that nobody looks at. */
    String[] unguarded() {
        return environment.getProperty(UNGUARDED, String[].class, new String[0]);
    }

    private Optional<String> text(String property) {
        return Optional.ofNullable(environment.getProperty(property)).filter(value -> !value.isBlank());
    }
}
