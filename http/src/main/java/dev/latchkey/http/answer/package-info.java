/**
 * Answers in one shape: {@link dev.latchkey.http.answer.Answers} puts the headers of the deployment on each, {@link
 * dev.latchkey.http.answer.Refusal} holds the refusals that several routes share. Decides nothing.
 */
@NullMarked
package dev.latchkey.http.answer;

import org.jspecify.annotations.NullMarked;
