/**
 * The life of a session: {@link dev.latchkey.session.Sessions} issues, resolves, lists and ends them;
 * {@link dev.latchkey.session.SessionStore} keeps them; {@link dev.latchkey.session.SessionPolicy} judges them.
 *
 * <p>Nothing is kept for anonymous visitors: only a login makes a record.
 */
@NullMarked
package dev.latchkey.session;

import org.jspecify.annotations.NullMarked;
