/**
 * The audit log: {@link dev.latchkey.audit.AuditTrail} hears events and writes them behind the requests,
 * {@link dev.latchkey.audit.AuditStore} keeps them, {@link dev.latchkey.audit.AuditQuery} asks for them.
 *
 * <p>It holds what {@link dev.latchkey.event.AuthEvent} holds: ids, instants and network prefixes. What somebody typed
 * is nowhere in it, so that nothing in it needs escaping and nobody's password, typed where a name belongs, is kept.
 */
@NullMarked
package dev.latchkey.audit;

import org.jspecify.annotations.NullMarked;
