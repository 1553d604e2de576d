/**
 * What a server is told: {@link dev.latchkey.settings.ServerSetting} lists every setting,
 * {@link dev.latchkey.settings.SettingsLoader} reads file, environment and flags strictly.
 */
@NullMarked
package dev.latchkey.settings;

import org.jspecify.annotations.NullMarked;
