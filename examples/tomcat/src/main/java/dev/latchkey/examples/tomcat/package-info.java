/** A servlet on Tomcat, behind a proxy that serves the page under the same domain. */
@NullMarked
package dev.latchkey.examples.tomcat;

import org.jspecify.annotations.NullMarked;
