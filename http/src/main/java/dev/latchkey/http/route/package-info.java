/**
 * What a route is made of: {@link dev.latchkey.http.route.Route} holds its method, path, terms, body, answers and {@link
 * dev.latchkey.http.route.Endpoint}. Knows no route.
 */
@NullMarked
package dev.latchkey.http.route;

import org.jspecify.annotations.NullMarked;
