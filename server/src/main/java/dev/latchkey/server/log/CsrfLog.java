package dev.latchkey.server.log;

import dev.latchkey.http.csrf.CsrfListener;
import dev.latchkey.http.csrf.CsrfRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what the cross-origin decision refused, or would have, to the logger {@code latchkey.csrf}. */
public final class CsrfLog implements CsrfListener {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.csrf");

    /** Ready at once. */
    public CsrfLog() {}

    @Override
    public void on(CsrfRefusal refusal) {
        LOG.atWarn()
                .addKeyValue("rule", refusal.rule())
                .addKeyValue("method", refusal.method())
                .addKeyValue("path", refusal.path())
                .addKeyValue("detail", refusal.detail())
                .log(refusal.enforced() ? "refused a request" : "would have refused a request (csrf.report-only)");
    }
}
