/**
 * What the API does: {@link dev.latchkey.http.api.Api} has the guard check each request and hands it to one route, and
 * {@code Routes} lists them. Each package below is one feature and brings its routes.
 */
@NullMarked
package dev.latchkey.http.api;

import org.jspecify.annotations.NullMarked;
