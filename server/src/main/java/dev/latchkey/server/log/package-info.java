/**
 * What the server writes about itself: log lines, the access log, the audit log. None ever holds a secret.
 */
@NullMarked
package dev.latchkey.server.log;

import org.jspecify.annotations.NullMarked;
