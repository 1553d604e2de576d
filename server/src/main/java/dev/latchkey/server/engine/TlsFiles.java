package dev.latchkey.server.engine;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/**
 * The server's certificate and key, as the usual tools write them (PEM).
 *
 * @param certificates the server's own certificate, then those that lead to a root
 * @param privateKey the key of the first certificate: PKCS #8, or PKCS #1 for RSA; not encrypted
 */
public record TlsFiles(Path certificates, Path privateKey) {
    /**
     * Reads both.
     *
     * @throws TlsFilesException when they cannot be used, and why
     */
    Tls load() {
        Keys keys = loadKeys();
        return Tls.builder()
                .privateKey(keys.privateKey().orElseThrow())
                .privateKeyCertChain(keys.certChain())
                .build();
    }

    private Keys loadKeys() {
        String certificateText = read("certificate", certificates);
        if (!certificateText.contains("-----BEGIN CERTIFICATE-----")) {
            throw new TlsFilesException(
                    "certificate", certificates, "holds no certificate in PEM form", "name the chain, fullchain.pem");
        }
        requireUsable(read("key", privateKey));
        Keys keys = parse();
        PrivateKey key = keys.privateKey()
                .orElseThrow(() -> new TlsFilesException(
                        "key", privateKey, "holds no private key in PEM form", "name the key, privkey.pem"));
        requirePair(keys.certChain().getFirst(), key);
        return keys;
    }

    /**
     * Reads both, to look at the server's own certificate.
     *
     * @throws TlsFilesException when they cannot be used, and why
     */
    public X509Certificate certificate() {
        return loadKeys().certChain().getFirst();
    }

    private static String read(String what, Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsFilesException(what, file, "does not exist", "check the path", e);
        } catch (IOException e) {
            throw new TlsFilesException(what, file, "cannot be read", "let the server's user read it", e);
        }
    }

    private void requireUsable(String keyText) {
        String cure = "openssl pkcs8 -topk8 -nocrypt -in " + privateKey + " -out key.pem";
        if (keyText.contains("-----BEGIN EC PRIVATE KEY-----")) {
            throw new TlsFilesException("key", privateKey, "is an EC key in SEC 1 form, which is not read", cure);
        }
        if (keyText.contains("ENCRYPTED")) {
            throw new TlsFilesException("key", privateKey, "is encrypted, and nobody is asked for a password", cure);
        }
        if (!keyText.contains("PRIVATE KEY-----")) {
            throw new TlsFilesException(
                    "key", privateKey, "holds no private key in PEM form", "name the key, privkey.pem");
        }
    }

    private Keys parse() {
        try {
            return Keys.builder()
                    .pem(pem -> pem.key(Resource.create(privateKey)).certChain(Resource.create(certificates)))
                    .build();
        } catch (RuntimeException e) { // Helidon throws what its parts throw
            throw new TlsFilesException(
                    "key",
                    privateKey,
                    "or its certificate cannot be understood: " + e.getMessage(),
                    "use an RSA or an EC key, and write both files again",
                    e);
        }
    }

    /** A pair that does not match would fail each handshake, with an alert that names no reason. */
    private void requirePair(X509Certificate certificate, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    });
            byte[] message = {1, 2, 3};
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(message);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw noPair(e);
        }
        throw noPair(new GeneralSecurityException("wrong signature"));
    }

    private TlsFilesException noPair(GeneralSecurityException cause) {
        return new TlsFilesException(
                "key",
                privateKey,
                "does not belong to the first certificate of " + certificates,
                "put the server's own certificate first, and name its key",
                cause);
    }
}
