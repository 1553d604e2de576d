package dev.latchkey.doctor;

import dev.latchkey.doctor.Outcome.Failed;
import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.origin.Origin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why there was no answer at all, in words for a person. */
final class ConnectionFailures {
    private ConnectionFailures() {}

    static Failed explain(IOException failure, Origin target) {
        if (find(failure, UnresolvedAddressException.class).isPresent()) {
            return unreachable(target, "no address is known for " + target.host(), "check the name, or its DNS entry");
        }
        Optional<CertificateException> certificate = find(failure, CertificateException.class);
        if (certificate.isPresent()) {
            return refusedCertificate(target, String.valueOf(certificate.get().getMessage()));
        }
        Optional<SSLException> tls = find(failure, SSLException.class);
        if (tls.isPresent()) {
            String message = String.valueOf(tls.get().getMessage());
            if (message.contains("plaintext") || message.contains("Unsupported or unrecognized")) {
                return new Failed(
                        Cause.SCHEME_MISMATCH,
                        "URL",
                        target.toString(),
                        "what listens there speaks plain http",
                        "open it with http://, or let the proxy speak TLS on that port");
            }
            return refusedCertificate(target, message);
        }
        if (failure instanceof HttpTimeoutException) {
            return unreachable(
                    target, "no answer came within 10 seconds", "see whether a firewall swallows the connection");
        }
        if (find(failure, ConnectException.class).isPresent()) {
            return unreachable(
                    target, "nothing accepts connections there", "start the server or the proxy, or correct the port");
        }
        return unreachable(
                target,
                "the connection broke: " + Printable.sentence(String.valueOf(failure.getMessage()), 300),
                "what speaks TLS there needs https:// in the URL; else see the proxy's log");
    }

    private static Failed unreachable(Origin target, String why, String cure) {
        return new Failed(Cause.UNREACHABLE, "URL", target.toString(), why, cure);
    }

    private static Failed refusedCertificate(Origin target, String why) {
        return new Failed(
                Cause.CERTIFICATE_REFUSED,
                "certificate of",
                target.toString(),
                "browsers refuse it: " + Printable.sentence(why, 300),
                "use a certificate for " + target.host()
                        + " of an authority that browsers know; for one of your own, name its PEM file with --ca");
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }
}
