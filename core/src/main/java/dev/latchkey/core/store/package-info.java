/**
 * What all stores have in common: how one says that it cannot answer now, what makes several writes one act, and the
 * keeper of long-lived keys. The stores themselves are specified in the packages whose rules they serve.
 */
@NullMarked
package dev.latchkey.core.store;

import org.jspecify.annotations.NullMarked;
