package dev.latchkey.server.doctor;

import dev.latchkey.http.deployment.Doctor;
import dev.latchkey.http.deployment.Finding;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.server.config.SettingProblem;
import dev.latchkey.server.config.Settings;
import dev.latchkey.server.config.SettingsLoader.Loading;
import dev.latchkey.server.doctor.Remark.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks a configuration over without starting anything: the settings, and the files and addresses they name. */
public final class ConfigurationCheck {
    private ConfigurationCheck() {}

    /** Looks over what loading the settings came to. */
    public static ConfigurationReport examine(Loading loading, Instant now) {
        return switch (loading) {
            case Loading.Loaded(Settings settings) ->
                new ConfigurationReport(all(settings, now), Doctor.facts(settings.deployment()));
            case Loading.Refused(List<SettingProblem> problems) ->
                new ConfigurationReport(
                        problems.stream()
                                .map(problem -> new Remark(
                                        Level.REFUSED,
                                        problem.setting(),
                                        problem.value(),
                                        problem.rule(),
                                        problem.cure()))
                                .toList(),
                        List.of());
        };
    }

    /** What a start would find when it opens the database comes last. */
    private static List<Remark> all(Settings settings, Instant now) {
        List<Remark> all = new ArrayList<>(remarks(settings, now));
        all.addAll(DatabaseRules.of(OpenData.file(settings)));
        return List.copyOf(all);
    }

    /** Everything there is to say about settings that work together, without opening the database. */
    public static List<Remark> remarks(Settings settings, Instant now) {
        List<Remark> remarks = new ArrayList<>();
        settings.warnings().stream().map(ConfigurationCheck::remark).forEach(remarks::add);
        settings.tls()
                .ifPresent(files -> remarks.addAll(
                        CertificateRules.of(files, settings.deployment().publicOrigin(), now)));
        remarks.addAll(ListeningRules.of(settings));
        remarks.addAll(DataFolderRules.of(settings.data()));
        return List.copyOf(remarks);
    }

    private static Remark remark(Finding finding) {
        return new Remark(
                finding.level() == Finding.Level.REFUSED ? Level.REFUSED : Level.WARNING,
                finding.setting().key(),
                finding.value(),
                finding.rule(),
                finding.cure().text());
    }
}
