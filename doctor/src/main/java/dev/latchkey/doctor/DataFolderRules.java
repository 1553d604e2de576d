package dev.latchkey.doctor;

import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Finding.Level;
import dev.latchkey.settings.ServerSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Whether the data can be written, and by nobody else. */
final class DataFolderRules {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rwxrwx---");
    private static final int SET_GROUP_ID = 02000;

    private DataFolderRules() {}

    static List<Finding> of(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            return List.of(
                    finding(Level.REFUSED, folder, "it is a file, and the database needs a folder", "name a folder"));
        }
        Path nearest = nearestExisting(folder);
        if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
            return List.of(finding(
                    Level.REFUSED,
                    folder,
                    nearest.equals(folder)
                            ? "this account may not write in it"
                            : "it does not exist, and this account may not make it in " + nearest,
                    "give it to the account that runs the server, with mode 700"));
        }
        return nearest.equals(folder) ? permissions(folder) : List.of();
    }

    private static Path nearestExisting(Path folder) {
        Path nearest = folder;
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return nearest;
    }

    private static List<Finding> permissions(Path folder) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
            if (OWNER_ONLY.containsAll(permissions) || isGivenToAGroup(folder, permissions)) {
                return List.of();
            }
            return List.of(finding(
                    Level.WARNING,
                    folder,
                    "other accounts of this machine may look into it (" + PosixFilePermissions.toString(permissions)
                            + ")",
                    "chmod 700 " + folder));
        } catch (UnsupportedOperationException e) {
            return List.of(); // no POSIX permissions here: the platform's own apply
        } catch (IOException e) {
            return List.of(
                    finding(Level.REFUSED, folder, "it cannot be read", "give it to the account that runs the server"));
        }
    }

    /**
     * A volume that is given to a group (set-group-ID, nothing for others) gets its permissions at each mount, as of
     * Kubernetes; whoever gave it chose who is in that group. The files in it are for their owner alone.
     */
    private static boolean isGivenToAGroup(Path folder, Set<PosixFilePermission> permissions) throws IOException {
        return OWNER_AND_GROUP.containsAll(permissions)
                && folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(folder, "unix:mode") instanceof Integer mode
                && (mode & SET_GROUP_ID) != 0;
    }

    private static Finding finding(Level level, Path folder, String why, String cure) {
        return new Finding(level, ServerSetting.DATA.key(), folder.toString(), why, Cure.advice(cure));
    }
}
