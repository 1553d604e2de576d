package dev.latchkey.engine;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * The server's certificate and key, as the usual tools write them (PEM).
 *
 * @param certificates the server's own certificate, then those that lead to a root
 * @param privateKey the key of the first certificate: PKCS #8, or PKCS #1 for RSA; not encrypted
 */
public record TlsFiles(Path certificates, Path privateKey) {
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([^-]*)-----END (?:RSA )?PRIVATE KEY-----");

    /** What stands before a key of PKCS #1 in PKCS #8: version 0, and that it is one of RSA. */
    private static final byte[] RSA_KEY = {2, 1, 0, 48, 13, 6, 9, 42, -122, 72, -122, -9, 13, 1, 1, 1, 5, 0};

    static {
        // Read once by Java, before its first handshake as a server: a client that asks for another one is cut off.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private record Keys(PrivateKey privateKey, List<X509Certificate> certChain) {}

    /**
     * Reads both.
     *
     * @return TLS 1.2 and 1.3 with them, for HTTP/2 and HTTP/1.1; no suite with CBC, whose padding was attacked too often
     * @throws TlsFilesException when they cannot be used, and why
     */
    SslContext load() {
        Keys keys = loadKeys();
        try {
            return SslContextBuilder.forServer(keys.privateKey(), keys.certChain())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException e) {
            throw unreadable(e);
        }
    }

    private Keys loadKeys() {
        String certificateText = read("certificate", certificates);
        if (!certificateText.contains("-----BEGIN CERTIFICATE-----")) {
            throw new TlsFilesException(
                    "certificate", certificates, "holds no certificate in PEM form", "name the chain, fullchain.pem");
        }
        String keyText = read("key", privateKey);
        requireUsable(keyText);
        Keys keys = parse(certificateText, keyText);
        requirePair(keys.certChain().getFirst(), keys.privateKey());
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

    private Keys parse(String certificateText, String keyText) {
        try {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(certificateText.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            Matcher pem = PEM_KEY.matcher(keyText);
            if (!pem.find() || chain.isEmpty()) {
                throw new GeneralSecurityException("nothing between its lines");
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            return new Keys(key(pem.group(1) == null ? der : pkcs8(der)), chain);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // one of the others, or none
            }
        }
        throw new GeneralSecurityException("neither an EC nor an RSA key");
    }

    private static byte[] pkcs8(byte[] rsa) {
        byte[] octets = der(4, rsa);
        byte[] content = Arrays.copyOf(RSA_KEY, RSA_KEY.length + octets.length);
        System.arraycopy(octets, 0, content, RSA_KEY.length, octets.length);
        return der(48, content);
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {
            (byte) tag, (byte) 0x83, (byte) (content.length >> 16), (byte) (content.length >> 8), (byte) content.length
        });
        out.writeBytes(content);
        return out.toByteArray();
    }

    private TlsFilesException unreadable(Exception cause) {
        return new TlsFilesException(
                "key",
                privateKey,
                "or its certificate cannot be understood: " + cause.getMessage(),
                "use an RSA or an EC key, and write both files again",
                cause);
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
