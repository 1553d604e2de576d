package dev.latchkey.server.command;

import dev.latchkey.doctor.ConfigurationCheck;
import dev.latchkey.doctor.ConfigurationReport;
import dev.latchkey.doctor.LiveCheck;
import dev.latchkey.doctor.LiveReport;
import dev.latchkey.doctor.Reports;
import dev.latchkey.guava.PublicSuffixList;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.site.page.PageTemplate;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code latchkey doctor}: what is wrong with a configuration, or with the way from browsers to a server that runs. */
@Command(
        name = "doctor",
        description = {
            "Check a configuration without starting it, or (--live) the way that browsers go to a server that runs.",
            "Takes the settings of serve. Changes nothing, and sends no password but the database's to it.",
            "",
            "Exit codes: 0 all is well, 1 it does not work, 2 wrong command line, 3 it works at a price."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer>, LatchkeyCommand.TakesSettings {
    private static final int FINE = 0;
    private static final int BROKEN = 1;
    private static final int WARNED = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--live",
            paramLabel = "URL",
            description = "go the way from a browser to the API at this origin, through proxies and CORS")
    private @Nullable String live;

    @Option(
            names = "--spa",
            paramLabel = "URL",
            description = "with --live: origin of the pages, when it is another than the API's")
    private @Nullable String spa;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "with --live: PEM file of the authority to trust, for certificates of your own")
    private @Nullable Path authorities;

    @Option(names = "--json", description = "for programs")
    private boolean asJson;

    DoctorCommand() {}

    @Override
    public Integer call() {
        if (live != null) {
            return examineWay(live);
        }
        if (spa != null || authorities != null) {
            throw CommandFailedException.misused("--spa and --ca go with --live URL");
        }
        return examineConfiguration();
    }

    private int examineConfiguration() {
        ConfigurationReport report = ConfigurationCheck.examine(
                config.read(SettingOptions.given(spec)),
                LatchkeyServer.now(),
                PageTemplate::examine,
                OpenData::examine);
        print(asJson ? Reports.json(report) : Reports.text(report));
        return switch (report.verdict()) {
            case FINE -> FINE;
            case WARNED -> WARNED;
            case REFUSED -> BROKEN;
        };
    }

    private int examineWay(String url) {
        Origin api = origin("--live", url);
        Origin page = spa == null ? api : origin("--spa", spa);
        LiveReport report = check(api, page).examine();
        print(asJson ? Reports.json(report) : Reports.text(report));
        return report.failure().isEmpty() ? FINE : BROKEN;
    }

    private LiveCheck check(Origin api, Origin page) {
        try {
            return LiveCheck.overTheNetwork(api, page, new PublicSuffixList(), Optional.ofNullable(authorities));
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.misused(String.valueOf(e.getMessage()));
        }
    }

    /** A slash at the end is forgiven: it is what an address bar gives. */
    private static Origin origin(String option, String url) {
        return Origin.parse(url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                .orElseThrow(() -> CommandFailedException.misused(
                        option,
                        url,
                        "an origin is scheme, host and port",
                        "write for example https://app.example.com"));
    }

    private void print(String report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(report);
        out.flush();
    }
}
