/**
 * What a setting is, and what is said about one: {@link dev.latchkey.http.setting.Setting} says everything about it once,
 * {@link dev.latchkey.http.setting.SettingReader} reads values, {@link dev.latchkey.http.setting.Finding} is the one form
 * in which anything about a configuration is told.
 */
@NullMarked
package dev.latchkey.http.setting;

import org.jspecify.annotations.NullMarked;
