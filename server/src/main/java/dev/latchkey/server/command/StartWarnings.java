package dev.latchkey.server.command;

import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.config.Settings;
import dev.latchkey.server.doctor.ConfigurationCheck;
import dev.latchkey.server.doctor.Remark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start what works at a price, in the words of {@code latchkey doctor}. */
final class StartWarnings {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.doctor");

    private StartWarnings() {}

    static void log(Settings settings) {
        ConfigurationCheck.remarks(settings, LatchkeyServer.now()).stream()
                .filter(remark -> remark.level() == Remark.Level.WARNING)
                .forEach(remark -> LOG.warn("{}", remark.message()));
    }
}
