/**
 * What the API does: {@link dev.latchkey.http.endpoint.Api} checks each request in a fixed order and hands it to one
 * endpoint, a class each.
 */
@NullMarked
package dev.latchkey.http.endpoint;

import org.jspecify.annotations.NullMarked;
