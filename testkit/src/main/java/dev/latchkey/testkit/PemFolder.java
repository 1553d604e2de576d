package dev.latchkey.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A self-signed certificate and its key as PEM files, made by the keytool of the JDK that runs the test.
 *
 * @param folder where they are, and what else keytool needs
 */
public record PemFolder(Path folder) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** By algorithm and name. */
    private static final Map<String, Pair> MADE = new HashMap<>();

    /** The certificate's file. */
    public Path certificates() {
        return folder.resolve("fullchain.pem");
    }

    /** Its key's file: PKCS #8. */
    public Path privateKey() {
        return folder.resolve("privkey.pem");
    }

    /**
     * Writes the certificate of that name and its key over the old ones; a name with a dot is one that browsers heed. Who asks
     * for the same again in one run of tests gets the same.
     */
    public PemFolder write(String commonName, String keyAlgorithm) throws IOException, GeneralSecurityException {
        // Each takes a second of a processor, in a virtual machine of its own.
        synchronized (MADE) {
            String name = keyAlgorithm + " " + commonName;
            Pair pair = MADE.get(name);
            if (pair == null) {
                pair = generate(commonName, keyAlgorithm);
                MADE.put(name, pair);
            }
            Files.writeString(certificates(), pair.certificate());
            Files.writeString(privateKey(), pair.key());
        }
        return this;
    }

    private Pair generate(String commonName, String keyAlgorithm) throws IOException, GeneralSecurityException {
        Path store = folder.resolve(commonName + ".p12");
        runKeytool(commonName, store, keyAlgorithm);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return new Pair(
                pem(
                        "CERTIFICATE",
                        Objects.requireNonNull(keys.getCertificate("server")).getEncoded()),
                pem(
                        "PRIVATE KEY",
                        Objects.requireNonNull(keys.getKey("server", PASSWORD)).getEncoded()));
    }

    /** The same files in another folder. */
    public PemFolder copyTo(Path another) throws IOException {
        PemFolder copy = new PemFolder(Files.createDirectories(another));
        Files.copy(certificates(), copy.certificates(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(privateKey(), copy.privateKey(), StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    private static void runKeytool(String commonName, Path store, String keyAlgorithm) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-dname",
                "CN=" + commonName,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString(),
                "-keyalg",
                keyAlgorithm));
        if (commonName.contains(".")) {
            command.addAll(List.of("-ext", "SAN=dns:" + commonName));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private record Pair(String certificate, String key) {}
}
