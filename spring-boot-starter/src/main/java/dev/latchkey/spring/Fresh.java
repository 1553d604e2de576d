package dev.latchkey.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method, or every method of a class, for who proved a credential recently. Anyone else who is logged in is answered
 * 403 {@code reauthentication_required}: the client asks for the password and sends the request again. Works where Spring
 * intercepts calls: from one bean to another.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Fresh {}
