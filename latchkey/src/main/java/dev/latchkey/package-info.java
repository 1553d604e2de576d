/**
 * The front door: {@link dev.latchkey.Latchkey} answers the routes of the API, and looks after what is kept. It knows no
 * server: whoever has one hands it {@linkplain dev.latchkey.http.exchange.Request requests} and writes its {@linkplain
 * dev.latchkey.http.exchange.Response answers}.
 */
@NullMarked
package dev.latchkey;

import org.jspecify.annotations.NullMarked;
