/** Who makes a request for something else: asked by a proxy. */
@NullMarked
package dev.latchkey.http.api.verify;

import org.jspecify.annotations.NullMarked;
