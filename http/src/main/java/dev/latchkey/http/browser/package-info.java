/**
 * Which browser makes a request: {@link dev.latchkey.http.browser.ClientReader} says what core is told of it,
 * {@link dev.latchkey.http.browser.UserAgentReader} reads the User-Agent for it and is given by whoever runs a server.
 */
@NullMarked
package dev.latchkey.http.browser;

import org.jspecify.annotations.NullMarked;
