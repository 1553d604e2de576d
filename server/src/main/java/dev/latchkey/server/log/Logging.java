package dev.latchkey.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import dev.latchkey.settings.Settings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets the logging up in code: quicker than reading XML, and one place to look. */
public final class Logging {
    /** One per process, as Logback's own context is. */
    private static volatile Output output = new Output(new LineWriter(OutputStream.nullOutputStream()), false);

    private Logging() {}

    /** Where lines go, and how they look. */
    public record Output(LineWriter lines, boolean isJson) {}

    /** Where lines go; nowhere before {@link #configure} said so. */
    public static Output output() {
        return output;
    }

    /** How much is said of what goes well. */
    public enum Verbosity {
        /** Only what needs someone's attention: for a terminal with a person in front. */
        QUIET,
        /** Starts, stops and the audit log too. */
        NORMAL
    }

    /** Only what needs attention, as text: until the settings are known, and for commands that have none. */
    public static void configureForTerminal() {
        configure(new Settings.Log(false, false), Verbosity.QUIET);
    }

    /** Everything to standard error: standard output belongs to the person who typed the command. */
    public static void configure(Settings.Log settings, Verbosity verbosity) {
        configure(settings, verbosity, new FileOutputStream(FileDescriptor.err));
    }

    /** Everything there. */
    public static void configure(Settings.Log settings, Verbosity verbosity, OutputStream out) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        output.lines().close();
        output = new Output(new LineWriter(out), settings.json());
        LineAppender appender = new LineAppender(encoder(context, settings.json()), output.lines());
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("latchkey").setLevel(verbosity == Verbosity.QUIET ? Level.WARN : Level.INFO);
        // What these warn of comes to a failure of the store, which is told with its cure and no trace.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        context.getLogger("org.postgresql").setLevel(Level.ERROR);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Writes out what is queued. */
    public static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        output.lines().close();
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
        if (json) {
            JsonLine encoder = new JsonLine();
            encoder.setContext(context);
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger - %msg %kvp%n");
        encoder.start();
        return encoder;
    }
}
