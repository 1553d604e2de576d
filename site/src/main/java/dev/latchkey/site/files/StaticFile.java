package dev.latchkey.site.files;

import dev.latchkey.http.exchange.Content;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file as it is served, with what was precompressed beside it.
 *
 * @param variants the plain one last
 */
record StaticFile(String contentType, List<Variant> variants) {
    /**
     * One encoding of a file.
     *
     * @param encoding empty for the file itself
     * @param etag strong, quoted, of these very bytes
     */
    record Variant(Optional<String> encoding, String etag, Content.Whole content) {
        /** What is kept in memory of it, in bytes. */
        int weight() {
            return content instanceof Content.Bytes(byte[] bytes) ? bytes.length : 0;
        }

        /** A part of it. */
        Content.Whole part(long first, long last) {
            return switch (content) {
                case Content.Bytes(byte[] all) ->
                    new Content.Bytes(Arrays.copyOfRange(all, (int) first, (int) last + 1));
                case Content.FilePart(Path file, long begin, long length) ->
                    new Content.FilePart(file, begin + first, last - first + 1);
            };
        }
    }

    /** Whether a browser that is sent here shows it as a document, in which scripts could run. */
    boolean isDocument() {
        return contentType.startsWith("text/html") || contentType.equals("image/svg+xml");
    }

    /** The first variant the client takes: brotli, gzip, plain. */
    Variant variantFor(List<String> acceptEncoding) {
        String accepted = String.join(",", acceptEncoding).toLowerCase(Locale.ROOT);
        return variants.stream()
                .filter(variant -> variant.encoding()
                        .map(encoding -> accepts(accepted, encoding))
                        .orElse(true))
                .findFirst()
                .orElseThrow();
    }

    private static boolean accepts(String accepted, String encoding) {
        for (String part : accepted.split(",", -1)) {
            String[] pieces = part.strip().split(";", -1);
            if (pieces[0].strip().equals(encoding)) {
                return pieces.length == 1 || !pieces[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
