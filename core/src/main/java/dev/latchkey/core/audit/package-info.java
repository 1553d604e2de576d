/**
 * The audit log: {@link dev.latchkey.core.audit.AuditTrail} hears events and writes them behind the requests,
 * {@link dev.latchkey.core.audit.AuditStore} keeps them, {@link dev.latchkey.core.audit.AuditQuery} asks for them.
 *
 * <p>It holds what {@link dev.latchkey.core.event.AuthEvent} holds: ids, instants and network prefixes. What somebody typed
 * is nowhere in it, so that nothing in it needs escaping and nobody's password, typed where a name belongs, is kept.
 */
@NullMarked
package dev.latchkey.core.audit;

import org.jspecify.annotations.NullMarked;
