package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.setting.Setting;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import dev.latchkey.testkit.PemFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayName("A wrong start is refused or warned of, and what the message says to write works")
class WrongStartsTest {
    private static final String REFUSED = """
            # what is wrong                    | settings                                                                                                                   | a word of the message
            no such deployment                 | deployment=crossorigin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080                             | none of
            a public origin with a path        | public-origin=http://localhost:5000/app                                                                                    | without a path
            a public origin with a slash       | public-origin=http://localhost:5000/                                                                                       | trailing slash
            a public origin without a scheme   | public-origin=localhost:5000                                                                                               | scheme
            a public origin in capitals        | public-origin=http://LOCALHOST:5000                                                                                        | lower case
            every address for public origin    | public-origin=http://0.0.0.0:5000                                                                                          | to listen on
            http beyond this machine           | public-origin=http://app.example.com                                                                                       | no Secure
            https that nobody decrypts         | public-origin=https://app.example.com                                                                                      | nobody decrypts
            http with a certificate            | public-origin=http://localhost:5000; tls.certificate=CERT; tls.key=KEY                                                     | TLS alone
            pages of others while embedded     | public-origin=http://localhost:5000; spa-origins=http://localhost:8080                                                     | serves the page itself
            a proxy nobody knows               | deployment=same-domain; public-origin=http://localhost:8080                                                                | every client
            nobody may call                    | deployment=cross-origin; public-origin=http://localhost:5000                                                               | no page of another origin
            * with credentials                 | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=*                                                | browsers refuse *
            a wildcard for subdomains          | deployment=cross-origin; public-origin=https://api.example.com; trusted-proxies=127.0.0.1; spa-origins=https://*.example.com | wildcards
            null may call                      | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=null                                             | sandboxed frame
            spa-origins with a trailing slash  | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080/                           | trailing slash
            spa-origins with a path            | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:8080/app                        | without a path
            spa-origins without a scheme       | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=localhost:8080                                   | scheme
            the API's own origin               | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://localhost:5000                            | needs no CORS
            127.0.0.1 against localhost        | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=http://127.0.0.1:8080                            | another site
            localhost against 127.0.0.1        | deployment=cross-origin; public-origin=http://127.0.0.1:5000; spa-origins=http://localhost:8080                            | another site
            an http page for an https API      | deployment=cross-origin; public-origin=https://api.example.com; trusted-proxies=127.0.0.1; spa-origins=http://app.example.com | rewritten on the way
            an https page for an http API      | deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=https://app.example.com                          | mixed content
            two sites over http                | deployment=cross-origin; public-origin=http://api.one.com; spa-origins=http://app.two.com; insecure-http=true              | SameSite=None and Secure
            two customers of one hoster        | deployment=cross-origin; public-origin=http://a.github.io; spa-origins=http://b.github.io; insecure-http=true              | another site
            every IPv4 address is a proxy      | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=0.0.0.0/0                                     | believes everybody
            every IPv6 address is a proxy      | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=::/0                                          | believes everybody
            a proxy by its name                | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=nginx                                         | not looked up
            a range that begins elsewhere      | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=10.1.2.3/8                                    | begin its range
            SameSite=None without Secure       | public-origin=http://localhost:5000; cookie.same-site=none                                                                 | without Secure
            SameSite=Lax between sites         | deployment=cross-origin; public-origin=https://api.one.com; trusted-proxies=127.0.0.1; spa-origins=https://two.com; cookie.same-site=lax | another site
            https without Secure               | public-origin=https://example.com; trusted-proxies=127.0.0.1; cookie.secure=false                                          | plain http too
            Secure over http                   | public-origin=http://localhost:5000; cookie.secure=true                                                                    | drop a Secure cookie
            Partitioned over http              | public-origin=http://localhost:5000; cookie.partitioned=true                                                               | without Secure
            a cookie for a whole domain        | public-origin=https://api.example.com; trusted-proxies=127.0.0.1; cookie.domain=.example.com                               | every host in that domain
            a public suffix for a domain       | public-origin=https://shop.co.uk; trusted-proxies=127.0.0.1; cookie.domain=.co.uk                                          | public suffix
            __Host- over http                  | public-origin=http://localhost:5000; cookie.prefix=__Host-                                                                 | without Secure
            a prefix in the name               | public-origin=https://example.com; trusted-proxies=127.0.0.1; cookie.name=__Host-shop                                      | prefix
            no CSRF protection                 | public-origin=http://localhost:5000; csrf=off                                                                              | none of
            """;

    private static final String WARNED = """
            # what it costs                    | settings                                                                                                                   | a word of the message
            cookies between sites              | deployment=cross-origin; public-origin=https://api.one.com; trusted-proxies=127.0.0.1; spa-origins=https://two.com          | other than Chromium
            http beyond this machine, aloud    | public-origin=http://intranet.example:5000; insecure-http=true                                                             | reads passwords
            protection that only reports       | public-origin=http://localhost:5000; csrf.report-only=true                                                                 | let through
            cookies without a prefix           | public-origin=https://example.com; trusted-proxies=127.0.0.1; cookie.prefix=none                                           | plant a cookie
            SameSite=Strict                    | public-origin=https://example.com; trusted-proxies=127.0.0.1; cookie.same-site=strict                                      | e-mail
            diagnostics for everyone           | public-origin=https://example.com; trusted-proxies=127.0.0.1; diagnostics=on                                               | anyone can ask
            a broad range of proxies           | deployment=same-domain; public-origin=http://localhost:8080; trusted-proxies=64.0.0.0/2, 127.0.0.1                         | everyone in
            a proxy that cannot come           | deployment=same-domain; public-origin=https://example.com; trusted-proxies=10.0.0.5                                        | can reach it
            another port than browsers take    | public-origin=http://localhost:9000                                                                                        | browsers go to port 9000
            open to the network, unencrypted   | public-origin=http://localhost:5000; listen=0.0.0.0                                                                        | unencrypted
            """;

    private static final Pattern WRITTEN =
            Pattern.compile("write ([a-z.-]+) = (.+?)(?=, and (?:write|leave) |$)|leave ([a-z.-]+) out");

    @TempDir
    static Path folder;

    @TempDir
    Path data;

    @BeforeAll
    static void writeCertificate() throws IOException, GeneralSecurityException {
        new PemFolder(folder).write("app.example.com", "EC");
    }

    private record Said(int exitCode, String text) {}

    private static Said run(String command, Map<Setting<?>, String> settings) {
        StringWriter text = new StringWriter();
        CommandLine line = LatchkeyCommand.commandLine();
        line.setErr(new PrintWriter(text));
        line.setOut(new PrintWriter(text));
        String[] arguments = new String[settings.size() + 1];
        arguments[0] = command;
        int next = 1;
        for (Map.Entry<Setting<?>, String> setting : settings.entrySet()) {
            arguments[next++] = setting.getKey().flag() + "=" + setting.getValue();
        }
        return new Said(line.execute(arguments), text.toString());
    }

    private Map<Setting<?>, String> read(String row) {
        Map<Setting<?>, String> settings = new LinkedHashMap<>();
        settings.put(ServerSetting.DATA, data.resolve("data").toString());
        for (String part : row.split(";", -1)) {
            String[] keyAndValue = part.strip().split("=", 2);
            settings.put(
                    setting(keyAndValue[0]),
                    keyAndValue[1]
                            .replace("CERT", folder.resolve("fullchain.pem").toString())
                            .replace("KEY", folder.resolve("privkey.pem").toString()));
        }
        return settings;
    }

    private static Setting<?> setting(String key) {
        return ServerSetting.ALL.named(key).orElseThrow(() -> new AssertionError("no such setting: " + key));
    }

    /** Does what a cure says before any alternative or remark, and nothing else. */
    private static Map<Setting<?>, String> cured(Map<Setting<?>, String> settings, String cure) {
        Map<Setting<?>, String> cured = new LinkedHashMap<>(settings);
        Matcher written = WRITTEN.matcher(cure.strip().split(";", 2)[0]);
        while (written.find()) {
            String left = written.group(3);
            cured.put(setting(left != null ? left : written.group(1)), left != null ? "" : written.group(2));
        }
        assertThat(cured).as("after: %s", cure).isNotEqualTo(settings);
        return cured;
    }

    /** The line below the one with that word. */
    private static String cureOf(String text, String word) {
        return text.lines()
                .dropWhile(line -> !line.contains(word))
                .skip(1)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no '" + word + "' in: " + text));
    }

    private static boolean isMechanical(String cure) {
        return cure.strip().startsWith("write ") || cure.strip().startsWith("leave ");
    }

    private static void startAndStop(Map<Setting<?>, String> settings) {
        Map<Setting<?>, String> onFreePort = new LinkedHashMap<>(settings);
        onFreePort.put(ServerSetting.PORT, "0");
        Loading loading = SettingsLoader.load(Optional.empty(), Map.of(), onFreePort);
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        Settings loaded = ((Loading.Loaded) loading).settings();
        try (LatchkeyServer server = LatchkeyServer.start(loaded)) {
            assertThat(server.port()).isPositive();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = REFUSED)
    void is_refused_by_serve_and_starts_once_cured(String label, String row, String word) {
        Map<Setting<?>, String> settings = read(row);

        Said refusal = run("serve", settings);

        assertThat(refusal.exitCode()).isEqualTo(2);
        assertThat(refusal.text()).contains(word).contains("not started");
        startAndStop(cured(settings, cureOf(refusal.text(), word)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = REFUSED)
    void is_said_by_the_doctor_in_the_words_of_serve(String label, String row, String word) {
        Map<Setting<?>, String> settings = read(row);

        Said said = run("doctor", settings);

        assertThat(said.exitCode()).isEqualTo(1);
        run("serve", settings)
                .text()
                .lines()
                .filter(line -> !line.startsWith("not started"))
                .forEach(line -> assertThat(said.text()).contains(line));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = WARNED)
    void is_warned_of_and_starts_without_the_warning_once_cured(String label, String row, String word) {
        Map<Setting<?>, String> settings = read(row);

        Said warning = run("doctor", settings);

        assertThat(warning.exitCode()).isEqualTo(3);
        assertThat(warning.text()).contains("warning: ").contains(word);
        startAndStop(settings);
        String cure = cureOf(warning.text(), word);
        if (isMechanical(cure)) {
            Map<Setting<?>, String> cured = cured(settings, cure);
            assertThat(run("doctor", cured).text()).doesNotContain(word);
            startAndStop(cured);
        }
    }

    @Test
    void a_template_that_no_visitor_would_see_rendered_is_said_by_the_doctor() throws IOException {
        Path template = Files.writeString(folder.resolve("index.html"), "<h1>{{ boot() }}</h1>");
        Map<Setting<?>, String> settings = new LinkedHashMap<>(read("public-origin=http://localhost:5000"));
        settings.put(ServerSetting.TEMPLATES, folder.toString());

        Said said = run("doctor", settings);

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.text())
                .contains("templates = " + folder)
                .contains("boot")
                .contains("docs/page.md");
        Files.writeString(template, "<h1>{{ nonce() }}</h1>");
        assertThat(run("doctor", settings).text()).doesNotContain("docs/page.md");
    }
}
