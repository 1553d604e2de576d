package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators are given to watch a server with asks for what a server tells. */
class MonitoringTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern METRIC = Pattern.compile("\\b(latchkey|jvm|process|system)_[a-z_]+");
    private static final Pattern LABEL = Pattern.compile("\\b([a-z]+)=~?\\\\?\"([^\"\\\\]+)\\\\?\"");
    private static final Pattern RUNBOOK = Pattern.compile("docs/runbook\\.md#([a-z0-9_-]+)");

    private static RunningServerFixture server;
    private static String told;

    @BeforeAll
    static void start() {
        server = new RunningServerFixture(Map.of());
        String cookie = server.logIn();
        server.wire.get("/api/getsession", cookie);
        server.wire.post("/api/logout", "", cookie);
        server.wire.get("/api/data", cookie);
        server.wire.get("/api/data");
        told = server.management().get("/metrics").body();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void sessions_are_counted_by_what_they_were_and_refusals_by_their_code() {
        assertThat(told)
                .contains(
                        "latchkey_session_checks_total{outcome=\"logged_out\"} 1.0\n",
                        "latchkey_session_checks_total{outcome=\"unknown\"} 0.0\n",
                        "latchkey_refusals_total{code=\"session_ended\"} 1.0\n",
                        "latchkey_refusals_total{code=\"not_authenticated\"} 1.0\n",
                        "latchkey_refusals_total{code=\"busy\"} 0.0\n")
                .containsPattern("latchkey_session_checks_total\\{outcome=\"live\"} [1-9]")
                .containsPattern("latchkey_build_info\\{version=\"[^\"]+\"} 1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitoring/alerts.yml", "monitoring/dashboard.json"})
    void every_metric_that_is_asked_for_is_told(String file) throws IOException {
        List<String> metrics = found(METRIC, Files.readString(DOCS.resolve(file)), 0);
        assertThat(metrics).hasSizeGreaterThan(5);
        assertThat(metrics).allSatisfy(metric -> assertThat(told).containsPattern("(?m)^" + metric + "[ {]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitoring/alerts.yml", "monitoring/dashboard.json"})
    void every_label_that_is_asked_for_has_that_value(String file) throws IOException {
        String text = Files.readString(DOCS.resolve(file));
        List<String> labels = LABEL.matcher(text)
                .results()
                .filter(label -> !label.group(1).equals("job")) // the name of the scrape, which is Prometheus' own
                .flatMap(label ->
                        Stream.of(label.group(2).split("\\|")).map(value -> label.group(1) + "=\"" + value + '"'))
                .toList();
        assertThat(labels).isNotEmpty();
        assertThat(labels).allSatisfy(label -> assertThat(told).contains(label));
    }

    @Test
    void every_alert_leads_to_a_part_of_the_runbook() throws IOException {
        String alerts = Files.readString(DOCS.resolve("monitoring/alerts.yml"));
        List<String> headings = Files.readString(DOCS.resolve("runbook.md"))
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9_ -]", "").replace(' ', '-'))
                .toList();
        List<String> named = found(RUNBOOK, alerts, 1);
        assertThat(alerts.lines().filter(line -> line.contains("- alert:"))).hasSizeGreaterThanOrEqualTo(named.size());
        assertThat(alerts.lines().filter(line -> line.contains("runbook:")))
                .hasSameSizeAs(
                        alerts.lines().filter(line -> line.contains("- alert:")).toList());
        assertThat(headings).containsAll(named);
    }

    private static List<String> found(Pattern pattern, String text, int group) {
        return List.copyOf(new TreeSet<>(pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(group))
                .toList()));
    }
}
