package dev.latchkey.server.command;

import dev.latchkey.doctor.ConfigurationCheck;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start what works at a price, in the words of {@code latchkey doctor}. */
final class StartWarnings {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.doctor");

    private StartWarnings() {}

    static void log(Settings settings) {
        ConfigurationCheck.findings(settings, LatchkeyServer.now()).stream()
                .filter(finding -> !finding.isRefusal())
                .forEach(finding -> LOG.warn("{}", finding.message()));
    }
}
