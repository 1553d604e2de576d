package dev.latchkey.doctor;

import dev.latchkey.http.deployment.Doctor;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks a configuration over without starting anything: the settings, and the files and addresses they name. */
public final class ConfigurationCheck {
    private ConfigurationCheck() {}

    /**
     * Looks over what loading the settings came to.
     *
     * @param page looks over the page, which takes the language of its template
     * @param shared looks over a database that several servers share, which takes a driver
     */
    public static ConfigurationReport examine(
            Loading loading,
            Instant now,
            Function<Settings.Page, Optional<Finding>> page,
            Function<Settings.Postgresql, List<Finding>> shared) {
        return switch (loading) {
            case Loading.Loaded(Settings settings) -> {
                List<Finding> all = new ArrayList<>(findings(settings, now));
                page.apply(settings.page()).ifPresent(all::add);
                // What a start would find when it opens the database comes last.
                all.addAll(settings.postgresql().map(shared).orElseGet(() -> DatabaseRules.of(settings.database())));
                yield new ConfigurationReport(all, Doctor.facts(settings.deployment()));
            }
            case Loading.Refused(List<Finding> problems) -> new ConfigurationReport(problems, List.of());
        };
    }

    /** Everything there is to say about settings that work together, without opening the database. */
    public static List<Finding> findings(Settings settings, Instant now) {
        List<Finding> findings = new ArrayList<>(settings.warnings());
        findings.addAll(CertificateRules.of(settings, now));
        findings.addAll(ListeningRules.of(settings));
        findings.addAll(settings.postgresql().map(StoreRules::of).orElseGet(() -> DataFolderRules.of(settings.data())));
        return List.copyOf(findings);
    }
}
