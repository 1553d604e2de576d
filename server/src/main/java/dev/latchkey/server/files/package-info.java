/**
 * Built files of the app: hashed assets that browsers may keep for a year, precompressed where they were built so.
 */
@NullMarked
package dev.latchkey.server.files;

import org.jspecify.annotations.NullMarked;
