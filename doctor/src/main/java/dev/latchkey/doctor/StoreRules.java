package dev.latchkey.doctor;

import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.StoreTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the ways to PostgreSQL and Redis keep what goes over them secret. Nothing is opened but the passwords' files. */
final class StoreRules {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private StoreRules() {}

    static List<Finding> of(Settings.Postgresql store) {
        List<Finding> findings = new ArrayList<>();
        if (store.tls() != StoreTls.VERIFIED && !store.address().isOnThisMachine()) {
            findings.add(new Finding(
                    Finding.Level.WARNING,
                    ServerSetting.STORE_TLS.key(),
                    store.tls() == StoreTls.NONE ? "insecure-none" : "insecure-unverified",
                    store.tls() == StoreTls.NONE
                            ? "whoever is on the way to " + store.address()
                                    + " reads password hashes and signing keys, and can change them"
                            : "whoever is on the way to " + store.address()
                                    + " can stand in for it, and then reads password hashes and signing keys",
                    Cure.write(ServerSetting.STORE_TLS, "verify-full")
                            .because("and name the authority of its certificate in " + ServerSetting.STORE_TLS_CA)));
        }
        store.passwordFile().ifPresent(file -> check(findings, ServerSetting.STORE_PASSWORD_FILE, file));
        store.sessions().ifPresent(redis -> {
            if (!redis.address().isEncrypted() && !redis.address().isOnThisMachine()) {
                findings.add(Finding.warning(
                        ServerSetting.STORE_SESSIONS.key(),
                        redis.address().toString(),
                        "whoever is on the way to it sees who is logged in, and can log in or out whom they like",
                        "let it speak TLS, and write rediss:// here"));
            }
            redis.passwordFile().ifPresent(file -> check(findings, ServerSetting.STORE_SESSIONS_PASSWORD_FILE, file));
        });
        return List.copyOf(findings);
    }

    private static void check(List<Finding> findings, Setting<Optional<Path>> setting, Path file) {
        if (!Files.isReadable(file)) {
            findings.add(Finding.refused(
                    setting.key(),
                    file.toString(),
                    "the account " + System.getProperty("user.name") + " cannot read it",
                    "write the password into it, for that account alone, mode 600"));
            return;
        }
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                findings.add(Finding.warning(
                        setting.key(),
                        file.toString(),
                        "other accounts of this machine may read or change it",
                        "chmod 600 " + file));
            }
        } catch (UnsupportedOperationException | IOException e) {
            // No POSIX permissions here: the platform's own apply.
        }
    }
}
