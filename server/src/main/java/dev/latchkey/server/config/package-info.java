/**
 * What a server is told: {@link dev.latchkey.server.config.ServerSetting} lists every setting,
 * {@link dev.latchkey.server.config.SettingsLoader} reads file, environment and flags strictly.
 */
@NullMarked
package dev.latchkey.server.config;

import org.jspecify.annotations.NullMarked;
