package dev.latchkey.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.security.test.context.support.WithSecurityContext;

/**
 * Runs a test, or every test of a class, as somebody who is logged in: for methods that Spring Security guards, and for
 * requests of MockMvc. Nothing is looked up, and nobody is added.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@WithSecurityContext(factory = LatchkeyUserContext.class)
public @interface WithLatchkeyUser {
    /** What they log in with. */
    String value() default "user";

    /** Their id; by default {@code u-} and the username. */
    String id() default "";

    /** Their authorities, such as {@code ROLE_EDITOR}. */
    String[] authorities() default {};

    /** Whether they proved a credential recently. */
    boolean fresh() default false;
}
