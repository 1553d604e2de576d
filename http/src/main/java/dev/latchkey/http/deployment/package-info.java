/**
 * From one named choice and a public origin to every cookie, CORS, CSRF and header setting.
 *
 * <p>{@link dev.latchkey.http.deployment.Deployments} is one pure function: settings as a person wrote them in, a
 * {@link dev.latchkey.http.deployment.DeploymentPolicy} out, or everything that cannot work, each with the rule of
 * browsers that it breaks and what to write instead.
 */
@NullMarked
package dev.latchkey.http.deployment;

import org.jspecify.annotations.NullMarked;
