package dev.latchkey.database;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.setting.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a store's password is read from: it is no setting, because settings are shown. */
final class Password {
    private Password() {}

    /**
     * Reads it from a file, or from the environment where no file is named; empty for none.
     *
     * @throws StoreUnavailableException when the file cannot be read
     */
    static Optional<String> read(Setting<Optional<Path>> setting, Optional<Path> file, String variable) {
        return file.isPresent() ? Optional.of(read(setting, file.get())) : Optional.ofNullable(System.getenv(variable));
    }

    private static String read(Setting<Optional<Path>> setting, Path file) {
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    new StoreFailure(
                            Cause.FORBIDDEN,
                            setting.key(),
                            file.toString(),
                            "it cannot be read (" + e.getClass().getSimpleName() + ")",
                            "write the password into it, for the account " + System.getProperty("user.name")
                                    + " alone, mode 600"),
                    e);
        }
    }
}
