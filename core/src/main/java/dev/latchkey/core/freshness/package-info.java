/**
 * How recently a credential was proven, and which acts need that (ASVS 5.0 V7.5.1): {@link
 * dev.latchkey.core.freshness.Freshness} judges, {@link dev.latchkey.core.freshness.Privilege} is the answer, {@link
 * dev.latchkey.core.freshness.Fresh} what nobody else can make.
 */
@NullMarked
package dev.latchkey.core.freshness;

import org.jspecify.annotations.NullMarked;
