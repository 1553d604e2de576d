/**
 * Latchkey in Spring Boot: a dependency and {@code latchkey.public-origin}. The filter of {@code dev.latchkey.servlet}
 * stands before Spring Security and answers the API; Spring Security learns who came and decides who may what. {@link
 * dev.latchkey.spring.Fresh} on a method asks for a recent proof, {@link dev.latchkey.spring.LatchkeyCustomizer} changes
 * what no property does. No {@code HttpSession} is made.
 */
@NullMarked
package dev.latchkey.spring;

import org.jspecify.annotations.NullMarked;
