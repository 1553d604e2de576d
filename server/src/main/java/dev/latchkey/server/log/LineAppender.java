package dev.latchkey.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;

/** Hands Logback's lines to the writer that the access log uses too, so that none breaks into another. */
final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> encoder;
    private final LineWriter lines;

    LineAppender(Encoder<ILoggingEvent> encoder, LineWriter lines) {
        this.encoder = encoder;
        this.lines = lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(encoder.encode(event));
    }
}
