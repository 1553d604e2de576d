/**
 * Which browser makes a request and from where: {@link dev.latchkey.core.browser.Client} is what one request shows,
 * {@link dev.latchkey.core.browser.Browser} what a session keeps of it, {@link dev.latchkey.core.browser.ClientAddress} an address
 * and the networks around it.
 *
 * <p>Reading a User-Agent and believing proxies happen further out; here arrive words and addresses.
 */
@NullMarked
package dev.latchkey.core.browser;

import org.jspecify.annotations.NullMarked;
