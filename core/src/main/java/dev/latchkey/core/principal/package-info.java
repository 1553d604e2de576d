/**
 * Who is logged in: {@link dev.latchkey.core.principal.PrincipalId} is stable and opaque,
 * {@link dev.latchkey.core.principal.Principal} what a session carries of them. No credential is here.
 */
@NullMarked
package dev.latchkey.core.principal;

import org.jspecify.annotations.NullMarked;
