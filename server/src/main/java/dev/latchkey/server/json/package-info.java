/** JSON that others wrote, and reports for programs. */
@NullMarked
package dev.latchkey.server.json;

import org.jspecify.annotations.NullMarked;
