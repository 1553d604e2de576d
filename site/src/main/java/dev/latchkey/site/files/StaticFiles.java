package dev.latchkey.site.files;

import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Serves built files, each where the build has it, and under {@code /static/} too. Thread-safe. */
public final class StaticFiles {
    /** Vite puts hashed files here: their content never changes under one name. */
    private static final String HASHED = "/assets/";

    private static final String PLAIN = "/static/";

    /** What programs look for (RFC 8615), and what nobody is to see. */
    private static final String NO_PAGE = "/.";

    /** The template of the page, which is a file for nobody, and what a build packed of it. */
    private static final String TEMPLATE = "/index.html";

    /** A file that a browser would open as a page of this origin gets none of the origin's powers. */
    private static final HeaderField DOCUMENT_POLICY = new HeaderField(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox");

    private final FileTree tree;
    private final FixedHeaders hashed;
    private final FixedHeaders plain;

    /** Serves that folder; what is in {@code assets/} is hashed. */
    public StaticFiles(Path folder, DeploymentPolicy policy) {
        this.tree = new FileTree(folder);
        this.hashed = headers(policy, "public, max-age=31536000, immutable");
        this.plain = headers(policy, "public, max-age=0, must-revalidate");
    }

    private static FixedHeaders headers(DeploymentPolicy policy, String caching) {
        List<HeaderField> fields = new ArrayList<>(List.of(
                new HeaderField("Cache-Control", caching),
                new HeaderField("Vary", "Accept-Encoding"),
                new HeaderField("X-Content-Type-Options", "nosniff"),
                new HeaderField("Cross-Origin-Resource-Policy", policy.resourcePolicy()),
                new HeaderField("Referrer-Policy", "same-origin")));
        fields.addAll(policy.transportHeaders());
        return new FixedHeaders(fields);
    }

    /** Whether a path is for a file and never for a page. */
    public static boolean owns(String rawPath) {
        return rawPath.startsWith(HASHED)
                || rawPath.startsWith(PLAIN)
                || rawPath.contains(NO_PAGE)
                || (FileTree.isNamedLikeAFile(rawPath) && !rawPath.equals(TEMPLATE));
    }

    /** The file, or that it has not changed; empty when there is none. */
    public Optional<Response> find(Request request) {
        String path = request.rawPath();
        FixedHeaders headers = path.startsWith(HASHED) ? hashed : plain;
        return read(path).map(found -> answer(request, found, headers, DOCUMENT_POLICY));
    }

    private Optional<StaticFile> read(String path) {
        String inBuild = path.startsWith(PLAIN) ? path.substring(PLAIN.length() - 1) : path;
        return Stream.of(path, inBuild)
                .distinct()
                .filter(each -> !each.startsWith(TEMPLATE))
                .flatMap(each -> tree.find(each.substring(1)).stream())
                .findFirst();
    }

    /** A file in the encoding the client takes, a part of it, or that it has not changed; a document gets that policy. */
    static Response answer(Request request, StaticFile file, FixedHeaders headers, HeaderField documentPolicy) {
        StaticFile.Variant variant = file.variantFor(request.header(RequestHeader.ACCEPT_ENCODING));
        HeaderField etag = new HeaderField("ETag", variant.etag());
        if (isCurrent(request, variant.etag())) {
            return Response.empty(304, headers).with(etag);
        }
        List<HeaderField> fields = new ArrayList<>(List.of(etag, new HeaderField("Content-Type", file.contentType())));
        if (file.isDocument()) {
            fields.add(documentPolicy);
        }
        variant.encoding().ifPresent(encoding -> fields.add(new HeaderField("Content-Encoding", encoding)));
        fields.add(ByteRange.ACCEPTED);
        long length = variant.content().length();
        return switch (ByteRange.of(request, variant.etag(), length)) {
            case ByteRange.Whole() -> new Response(200, headers, fields, variant.content());
            case ByteRange.Part part -> {
                fields.add(part.header(length));
                yield new Response(206, headers, fields, variant.part(part.first(), part.last()));
            }
            case ByteRange.Outside outside -> Response.empty(416, headers).with(outside.header(length));
        };
    }

    private static boolean isCurrent(Request request, String etag) {
        return request.header(RequestHeader.IF_NONE_MATCH).stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(String::strip)
                .anyMatch(
                        candidate -> candidate.equals("*") || candidate.equals(etag) || candidate.equals("W/" + etag));
    }
}
