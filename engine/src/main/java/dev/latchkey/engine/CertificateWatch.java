package dev.latchkey.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Notices that the certificate or its key was renewed, so that nobody needs to restart the server. Compares what is in
 * the files: their time would miss a link that now leads elsewhere.
 *
 * <p>Two files cannot be replaced at once. A change is taken when two looks in a row see the same; what cannot be used
 * then is logged once, and what was in service stays. Used by one thread.
 */
public final class CertificateWatch {
    private static final System.Logger LOG = System.getLogger("latchkey.server");

    private final TlsFiles files;
    private final Runnable reload;
    private String judged;
    private String seen;

    /**
     * Watches these files from now on.
     *
     * @param reload reads them again, or throws {@link TlsFilesException}
     */
    public CertificateWatch(TlsFiles files, Runnable reload) {
        this.files = files;
        this.reload = reload;
        this.judged = fingerprint();
        this.seen = judged;
    }

    /** Looks once. */
    public void look() {
        String now = fingerprint();
        boolean isSettled = now.equals(seen);
        seen = now;
        if (!isSettled || now.equals(judged)) {
            return;
        }
        judged = now;
        try {
            reload.run();
            LOG.log(
                    System.Logger.Level.INFO,
                    "the certificate was renewed: new connections use what is in {0}",
                    files.certificates());
        } catch (TlsFilesException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the renewed certificate cannot be used, the one before stays in service: {0}",
                    e.getMessage());
        }
    }

    private String fingerprint() {
        return fingerprint(files.certificates()) + fingerprint(files.privateKey());
    }

    private static String fingerprint(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            return "unreadable";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
