package dev.latchkey.doctor;

import dev.latchkey.http.exchange.HeaderField;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Over the network, with the JDK's own client: HTTP/2 where it is offered over TLS, as browsers do. */
final class HttpTransport implements Transport {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_BODY = 256 * 1024;

    private final HttpClient client;

    private HttpTransport(HttpClient client) {
        this.client = client;
    }

    /** Trusts the authorities that this Java trusts, or those of a PEM file instead. */
    static HttpTransport trusting(Optional<Path> authorities) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE);
        authorities.map(HttpTransport::contextOf).ifPresent(builder::sslContext);
        return new HttpTransport(builder.build());
    }

    private static SSLContext contextOf(Path authorities) {
        try (InputStream in = Files.newInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority" + store.size(), authority);
            }
            if (store.size() == 0) {
                throw unusable(authorities, null);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(authorities, e);
        }
    }

    private static IllegalArgumentException unusable(Path authorities, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "--ca = " + authorities + ": no certificate can be read from it" + System.lineSeparator()
                        + "  name a PEM file with the certificate of the authority, or the server's own",
                cause);
    }

    @Override
    public Answer send(Question question) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(question.to() + question.path()))
                .timeout(PATIENCE)
                .version(question.to().isHttps() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .method(
                        question.method(),
                        question.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(question.body()));
        for (HeaderField header : question.headers()) {
            request.header(header.name(), header.value());
        }
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Answer(
                        response.statusCode(),
                        response.headers().map().entrySet().stream()
                                .collect(Collectors.toMap(
                                        entry -> entry.getKey().toLowerCase(Locale.ROOT),
                                        Map.Entry::getValue,
                                        (first, second) -> first,
                                        TreeMap::new)),
                        new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
