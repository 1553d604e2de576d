package dev.latchkey.doctor;

import dev.latchkey.engine.TlsFiles;
import dev.latchkey.engine.TlsFilesException;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.settings.Settings;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether browsers will accept the certificate: its files, its dates and its names (RFC 5280 §4.1.2.5, RFC 9525). */
final class CertificateRules {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateRules() {}

    static List<Finding> of(Settings settings, Instant now) {
        return settings.tls().map(files -> of(files, settings, now)).orElse(List.of());
    }

    private static List<Finding> of(Settings.Tls files, Settings settings, Instant now) {
        try {
            X509Certificate certificate = new TlsFiles(files.certificate(), files.key()).certificate();
            List<Finding> findings = new ArrayList<>();
            dates(files, certificate, settings.get(DeploymentSetting.TLS_WARN_BEFORE), now)
                    .ifPresent(findings::add);
            names(files, certificate, settings.deployment().publicOrigin()).ifPresent(findings::add);
            return findings;
        } catch (TlsFilesException e) {
            return List.of(Finding.refused(e.what(), e.file().toString(), e.reason(), e.cure()));
        }
    }

    private static Optional<Finding> dates(
            Settings.Tls files, X509Certificate certificate, Duration warnBefore, Instant now) {
        Instant begins = certificate.getNotBefore().toInstant();
        Instant ends = certificate.getNotAfter().toInstant();
        if (now.isBefore(begins)) {
            return Optional.of(warning(
                    files,
                    "the certificate is not valid before " + begins + ": browsers refuse it until then",
                    "correct this machine's clock, or use the certificate that is valid now"));
        }
        if (!now.isBefore(ends)) {
            return Optional.of(warning(
                    files,
                    "the certificate expired at " + ends + ": browsers refuse it",
                    "renew it, and name the new files"));
        }
        if (now.plus(warnBefore).isAfter(ends)) {
            return Optional.of(warning(
                    files,
                    "the certificate expires at " + ends,
                    "renew it; see whether what should renew it still runs"));
        }
        return Optional.empty();
    }

    private static Optional<Finding> names(Settings.Tls files, X509Certificate certificate, Origin publicOrigin) {
        List<String> names = names(certificate);
        if (names.stream().anyMatch(name -> matches(name, publicOrigin.host()))) {
            return Optional.empty();
        }
        return Optional.of(warning(
                files,
                "the certificate is for " + (names.isEmpty() ? "no name at all" : String.join(", ", names))
                        + ", and browsers ask for " + publicOrigin.host(),
                "use a certificate that names " + publicOrigin.host() + ", or correct public-origin"));
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            return entries == null
                    ? List.of()
                    : entries.stream()
                            .filter(entry -> entry.getFirst() instanceof Integer kind
                                    && (kind == DNS_NAME || kind == IP_ADDRESS))
                            .map(entry -> String.valueOf(entry.get(1)).toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** A wildcard stands for one label (RFC 9525 §6.3). */
    private static boolean matches(String name, String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Optional<InetAddress> address = IpLiteral.parse(bare);
        if (address.isPresent()) {
            return IpLiteral.parse(name).equals(address);
        }
        return name.equals(bare)
                || (name.startsWith("*.")
                        && bare.indexOf('.') > 0
                        && bare.substring(bare.indexOf('.')).equals(name.substring(1)));
    }

    private static Finding warning(Settings.Tls files, String why, String cure) {
        return Finding.warning("tls.certificate", files.certificate().toString(), why, cure);
    }
}
