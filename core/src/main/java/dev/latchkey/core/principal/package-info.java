/**
 * Who somebody is: {@link dev.latchkey.core.principal.PrincipalId} is stable and opaque,
 * {@link dev.latchkey.core.principal.Principal} what a session carries of them; {@link dev.latchkey.core.principal.Username} is
 * what they log in by, {@link dev.latchkey.core.principal.DisplayName} what they are greeted by. No credential is here.
 */
@NullMarked
package dev.latchkey.core.principal;

import org.jspecify.annotations.NullMarked;
