package dev.latchkey.doctor;

import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.forwarding.AddressRange;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.settings.FreePort;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether those who should reach the server can, and nobody else: addresses and port, proxies, public origin. */
final class ListeningRules {
    private final Settings settings;
    private final String listen;
    private final boolean isBeyondThisMachine;

    private ListeningRules(Settings settings) {
        this.settings = settings;
        this.listen = settings.listen().stream().map(IpLiteral::format).collect(Collectors.joining(", "));
        this.isBeyondThisMachine = settings.listen().stream().anyMatch(address -> !address.isLoopbackAddress());
    }

    static List<Finding> of(Settings settings) {
        return new ListeningRules(settings).findings();
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        settings.listen().stream()
                .filter(address -> !FreePort.isLocal(address))
                .map(address -> Finding.refused(
                        ServerSetting.LISTEN.key(),
                        listen,
                        "this machine has no address " + IpLiteral.format(address),
                        "name an address that it has, or 0.0.0.0 for all of them"))
                .forEach(findings::add);
        if (isBeyondThisMachine && settings.tls().isEmpty()) {
            findings.add(Finding.warning(
                    ServerSetting.LISTEN.key(),
                    listen,
                    "whoever reaches port " + settings.port() + " talks to the server unencrypted and past every proxy",
                    "write listen = 127.0.0.1,::1; or, when the proxy is elsewhere, let a firewall admit it alone"));
        }
        if (isBeyondThisMachine && publicOrigin().isLoopback()) {
            findings.add(Finding.warning(
                    DeploymentSetting.PUBLIC_ORIGIN.key(),
                    publicOrigin().toString(),
                    "other devices reach the server by another name than that, and are told 421",
                    "write public-origin = http://ADDRESS:" + settings.port() + " with the address that they open, and"
                            + " insecure-http = true where nobody on the way need be feared; else leave listen out"));
        }
        if (!isBeyondThisMachine && noProxyIsHere()) {
            findings.add(Finding.warning(
                    DeploymentSetting.TRUSTED_PROXIES.key(),
                    trusted().stream().map(AddressRange::toString).collect(Collectors.joining(", ")),
                    "the server listens on " + listen + " alone, where none of these proxies can reach it",
                    "write trusted-proxies = 127.0.0.1, ::1; or, when the proxy is elsewhere, listen on an address that"
                            + " it reaches"));
        }
        if (isElsewhere()) {
            findings.add(Finding.warning(
                    DeploymentSetting.PUBLIC_ORIGIN.key(),
                    publicOrigin().toString(),
                    "browsers go to port " + publicOrigin().port() + ", the server listens on " + settings.port()
                            + ", and no proxy between them is known",
                    "write port = " + publicOrigin().port()
                            + "; or name the proxy in trusted-proxies (a port that is only mapped needs neither)"));
        }
        return findings;
    }

    private Origin publicOrigin() {
        return settings.deployment().publicOrigin();
    }

    private List<AddressRange> trusted() {
        return settings.deployment().forwarding().trusted();
    }

    private boolean noProxyIsHere() {
        Forwarding forwarding = settings.deployment().forwarding();
        return !trusted().isEmpty() && settings.listen().stream().noneMatch(forwarding::isTrusted);
    }

    private boolean isElsewhere() {
        return trusted().isEmpty()
                && settings.page().devAssets().isEmpty()
                && publicOrigin().port() != settings.port();
    }
}
