package dev.latchkey.doctor;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.sqlite.SqliteInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether the database in the data folder can be used: all of it is read, nothing is changed. */
final class DatabaseRules {
    private static final Duration LOOK_FOR = Duration.ofMinutes(5);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private DatabaseRules() {}

    /** Nothing to say of one that is not there yet. */
    static List<Finding> of(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        try {
            switch (SqliteInspection.examine(file, LOOK_FOR)) {
                case SqliteInspection.Finding.Sound() -> {}
                case SqliteInspection.Finding.NotFinished() ->
                    findings.add(Finding.warning(
                            ServerSetting.DATA.key(),
                            file.toString(),
                            "nothing wrong was found in " + LOOK_FOR.toMinutes()
                                    + " minutes, and not all was looked at",
                            "make a latchkey backup, which reads all of it"));
                case SqliteInspection.Finding.Broken(StoreFailure failure) ->
                    findings.add(Finding.refused(
                            ServerSetting.DATA.key(), failure.where(), failure.reason(), failure.cure()));
            }
        } catch (IncompatibleDatabaseException e) {
            findings.add(Finding.refused(
                    ServerSetting.DATA.key(),
                    file.toString(),
                    String.valueOf(e.getMessage()),
                    "nothing in it was changed"));
        }
        findings.addAll(permissions(file));
        return List.copyOf(findings);
    }

    private static List<Finding> permissions(Path file) {
        try {
            if (!Files.isWritable(file)) {
                return List.of(Finding.refused(
                        ServerSetting.DATA.key(),
                        file.toString(),
                        "the account " + System.getProperty("user.name") + " may not write to it",
                        "give file and folder to the account that runs the server"));
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (OWNER_ONLY.containsAll(permissions)) {
                return List.of();
            }
            return List.of(Finding.warning(
                    ServerSetting.DATA.key(),
                    file.toString(),
                    "other accounts of this machine may read it (" + PosixFilePermissions.toString(permissions) + ")",
                    "chmod 600 " + file + "; serve does it too"));
        } catch (UnsupportedOperationException e) {
            return List.of(); // no POSIX permissions here: the platform's own apply
        } catch (IOException e) {
            return List.of(); // said above already: it cannot be read
        }
    }
}
