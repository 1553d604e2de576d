/** What the server saw of a request, for whoever wonders where their cookie went. */
@NullMarked
package dev.latchkey.http.api.diagnostics;

import org.jspecify.annotations.NullMarked;
