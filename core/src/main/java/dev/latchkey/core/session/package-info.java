/**
 * The life of a session: {@link dev.latchkey.core.session.Sessions} issues, resolves, lists and ends them;
 * {@link dev.latchkey.core.session.SessionStore} keeps them; {@link dev.latchkey.core.session.SessionPolicy} judges them.
 *
 * <p>Nothing is kept for anonymous visitors: only a login makes a record.
 */
@NullMarked
package dev.latchkey.core.session;

import org.jspecify.annotations.NullMarked;
