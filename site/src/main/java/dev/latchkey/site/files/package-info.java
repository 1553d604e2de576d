/**
 * Built files of the app: hashed assets that browsers may keep for a year, precompressed where they were built so.
 */
@NullMarked
package dev.latchkey.site.files;

import org.jspecify.annotations.NullMarked;
