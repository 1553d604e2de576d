/**
 * Finds out why a login does not last: {@link dev.latchkey.server.doctor.ConfigurationCheck} before anything starts,
 * {@link dev.latchkey.server.doctor.LiveCheck} on the way that browsers take. Sends no credential of a person.
 */
@NullMarked
package dev.latchkey.server.doctor;

import org.jspecify.annotations.NullMarked;
