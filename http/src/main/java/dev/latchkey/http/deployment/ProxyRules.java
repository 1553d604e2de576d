package dev.latchkey.http.deployment;

import static dev.latchkey.http.deployment.DeploymentSetting.PROXY_HEADERS;
import static dev.latchkey.http.deployment.DeploymentSetting.TRUSTED_PROXIES;

import dev.latchkey.http.forwarding.AddressRange;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.SettingReader;
import dev.latchkey.http.setting.SettingTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whose word on the client's address, scheme and host is taken. */
final class ProxyRules {
    private ProxyRules() {}

    static Forwarding read(SettingTexts settings, SettingReader findings) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : settings.list(TRUSTED_PROXIES)) {
            Optional<AddressRange> range = AddressRange.parse(text);
            if (isEveryone(text, range)) {
                findings.refuse(
                        TRUSTED_PROXIES,
                        "it believes everybody, so anyone can claim any address, scheme and host",
                        mended(settings));
            } else if (range.isEmpty()) {
                findings.refuse(
                        TRUSTED_PROXIES,
                        text
                                + " is no IP address or CIDR range; names are not looked up, because what they mean can change",
                        mended(settings).because("or the proxy's own address"));
            } else if (!range.get().isExact()) {
                findings.refuse(
                        TRUSTED_PROXIES,
                        text + " does not begin its range, so it is not clear which range is meant",
                        mended(settings));
            } else {
                ranges.add(range.get());
                warnOfBreadth(findings, text, range.get());
            }
        }
        return new Forwarding(ranges, findings.read(PROXY_HEADERS));
    }

    private static boolean isEveryone(String text, Optional<AddressRange> range) {
        return text.equals("*") || range.filter(all -> all.prefixLength() == 0).isPresent();
    }

    private static void warnOfBreadth(SettingReader findings, String text, AddressRange range) {
        if (range.isBroad()) {
            findings.warn(
                    TRUSTED_PROXIES,
                    "everyone in " + text + " can claim any address, scheme and host",
                    Cure.advice("name the proxies' own addresses"));
        }
    }

    /** All of it, or the cure of one mistake would be refused for another. */
    private static Cure mended(SettingTexts settings) {
        return Cure.write(
                TRUSTED_PROXIES,
                settings.list(TRUSTED_PROXIES).stream()
                        .map(ProxyRules::mended)
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    private static String mended(String text) {
        Optional<AddressRange> range = AddressRange.parse(text);
        if (range.isEmpty() || isEveryone(text, range)) {
            return EncryptionCure.LOCAL_PROXIES;
        }
        return range.get().isExact() ? text : range.get().exact().toString();
    }
}
