package dev.latchkey.site.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.http.exchange.Content;
import dev.latchkey.site.files.StaticFile.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Files below one folder; small ones are kept in memory while they do not change. Nothing above it or hidden in it is ever read. */
final class FileTree {
    /** Of what begins with a dot, all that is meant for strangers (RFC 8615 §3). */
    private static final String WELL_KNOWN = ".well-known";

    private static final long MAX_MEMORY = 64L * 1024 * 1024;

    /** What is larger is sent from where it is. */
    private static final long MAX_KEPT = 1024 * 1024;

    /** What a volume that Kubernetes makes of a ConfigMap keeps its files in, each of them a link into it. */
    private static final Pattern VOLUME_VERSION = Pattern.compile("\\.\\.[0-9]{4}_[0-9_.]{1,40}");

    private static final Map<String, String> CONTENT_TYPES = Map.ofEntries(
            Map.entry("avif", "image/avif"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("gif", "image/gif"),
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("mjs", "text/javascript;charset=utf-8"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("txt", "text/plain;charset=utf-8"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("xml", "application/xml"));

    /** What programs ask for on a guess; beside {@link #CONTENT_TYPES}. */
    private static final Set<String> FOREIGN_ENDINGS =
            Set.of("asp", "aspx", "bak", "cgi", "env", "jsp", "php", "sql", "zip");

    private final Path root;
    private final Cache<Path, Cached> cache = Caffeine.newBuilder()
            .maximumWeight(MAX_MEMORY)
            .weigher((Path path, Cached cached) -> cached.weight())
            .build();

    FileTree(Path root) {
        this.root = root;
    }

    private record Cached(long modified, long size, StaticFile file) {
        int weight() {
            return file.variants().stream().mapToInt(Variant::weight).sum() + 200;
        }
    }

    /** The file of that percent-encoded path, relative to the folder; empty when there is none or it is not ours. */
    Optional<StaticFile> find(String rawPath) {
        return resolve(rawPath).flatMap(path -> real(path).map(file -> load(path, file)));
    }

    private Optional<Path> resolve(String rawPath) {
        Path path = root;
        for (String segment : rawPath.split("/", -1)) {
            String name;
            try {
                name = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            // Also refuses "..", hidden files and Vite's own folder.
            boolean isHidden = name.startsWith(".") && !(path.equals(root) && name.equals(WELL_KNOWN));
            if (name.isEmpty() || isHidden || name.chars().anyMatch(FileTree::isUnfit)) {
                return Optional.empty();
            }
            path = path.resolve(name);
        }
        return Optional.of(path);
    }

    private static boolean isUnfit(int c) {
        return c == '/' || c == '\\' || c < ' ' || c == 0x7f || c == 0xfffd;
    }

    /**
     * The file that a path leads to by whatever links: empty when there is none, when it lies outside the folder, and
     * when any part of its way inside is hidden. What is read is read by this name, which no link can bend any more.
     */
    private Optional<Path> real(Path path) {
        try {
            Path file = path.toRealPath();
            Path folder = root.toRealPath();
            return Files.isRegularFile(file) && file.startsWith(folder) && !isHidden(folder.relativize(file))
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isHidden(Path inside) {
        Path rest = inside.startsWith(WELL_KNOWN) ? inside.subpath(1, inside.getNameCount()) : inside;
        for (Path part : rest) {
            String name = part.toString();
            if (name.startsWith(".") && !VOLUME_VERSION.matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }

    private StaticFile load(Path path, Path file) {
        try {
            long modified = Files.getLastModifiedTime(file).toMillis();
            long size = Files.size(file);
            Cached cached = cache.getIfPresent(path);
            if (cached != null && cached.modified() == modified && cached.size() == size) {
                return cached.file();
            }
            StaticFile read = new StaticFile(contentType(path), variants(path, file));
            cache.put(path, new Cached(modified, size, read));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("a static file cannot be read: " + path, e);
        }
    }

    private List<Variant> variants(Path path, Path file) throws IOException {
        List<Variant> variants = new ArrayList<>();
        addIfBuilt(variants, path, ".br", "br");
        addIfBuilt(variants, path, ".gz", "gzip");
        variants.add(variant(Optional.empty(), file));
        return List.copyOf(variants);
    }

    /** A variant is a file like any other: a link beside a file is no way out of the folder either. */
    private void addIfBuilt(List<Variant> variants, Path path, String suffix, String encoding) throws IOException {
        Optional<Path> compressed = real(path.resolveSibling(path.getFileName() + suffix));
        if (compressed.isPresent()) {
            variants.add(variant(Optional.of(encoding), compressed.get()));
        }
    }

    private static Variant variant(Optional<String> encoding, Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_KEPT) {
            // All of it would have to be read for a better tag. A build has no two of one size within a millisecond.
            long modified = Files.getLastModifiedTime(file).toMillis();
            String etag = '"' + Long.toHexString(modified) + "-" + Long.toHexString(size) + '"';
            return new Variant(encoding, etag, new Content.FilePart(file, 0, size));
        }
        byte[] bytes = Files.readAllBytes(file);
        return new Variant(encoding, etag(bytes), new Content.Bytes(bytes));
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"'
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(hash)
                            .substring(0, 22)
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Whether a path ends as a file does: a page in its place would be taken for it. */
    static boolean isNamedLikeAFile(String rawPath) {
        String ending = ending(rawPath.substring(rawPath.lastIndexOf('/') + 1));
        return CONTENT_TYPES.containsKey(ending) || FOREIGN_ENDINGS.contains(ending);
    }

    private static String contentType(Path path) {
        return CONTENT_TYPES.getOrDefault(ending(path.getFileName().toString()), "application/octet-stream");
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
