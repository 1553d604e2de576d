/**
 * Finds out why a login does not last: {@link dev.latchkey.doctor.ConfigurationCheck} before anything starts,
 * {@link dev.latchkey.doctor.LiveCheck} on the way that browsers take. Sends no credential of a person.
 */
@NullMarked
package dev.latchkey.doctor;

import org.jspecify.annotations.NullMarked;
