/**
 * From one named choice and a public origin to every cookie, CORS and header setting.
 */
@NullMarked
package dev.latchkey.http.deployment;

import org.jspecify.annotations.NullMarked;
