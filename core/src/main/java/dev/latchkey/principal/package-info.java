/**
 * Who is logged in: {@link dev.latchkey.principal.PrincipalId} is stable and opaque,
 * {@link dev.latchkey.principal.Principal} what a session carries of them. No credential is here.
 */
@NullMarked
package dev.latchkey.principal;

import org.jspecify.annotations.NullMarked;
