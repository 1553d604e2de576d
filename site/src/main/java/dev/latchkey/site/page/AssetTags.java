package dev.latchkey.site.page;

import dev.latchkey.http.origin.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The HTML that loads a source file of the app: hashed files from the build, or modules of a development server. */
final class AssetTags {
    private final Optional<Path> staticFiles;
    private final Optional<Origin> devAssets;
    private final BasePath base;

    AssetTags(Optional<Path> staticFiles, Optional<Origin> devAssets, BasePath base) {
        this.base = base;
        this.staticFiles = staticFiles;
        this.devAssets = devAssets;
    }

    String tags(String source, String nonce) {
        return devAssets.isPresent() ? devTags(source, nonce) : builtTags(source, nonce);
    }

    /** Vite itself serves both paths; the page comes through it. */
    private static String devTags(String source, String nonce) {
        return script("/@vite/client", nonce) + script("/" + source, nonce);
    }

    private String builtTags(String source, String nonce) {
        Path manifest = staticFiles
                .map(Manifest::in)
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new IllegalStateException(
                        "asset('" + source + "') needs a Vite build with a manifest: set build.manifest to true in"
                                + " vite.config, build, and name the build's folder with --static"));
        Manifest.Chunk chunk = Manifest.read(manifest).chunk(source);
        StringBuilder html = new StringBuilder();
        chunk.styles()
                .forEach(href -> html.append("<link rel=\"stylesheet\" href=\"")
                        .append(attribute(base.before(href)))
                        .append("\">\n"));
        chunk.preloads()
                .forEach(href -> html.append("<link rel=\"modulepreload\" href=\"")
                        .append(attribute(base.before(href)))
                        .append("\">\n"));
        return html.append(script(base.before(chunk.script()), nonce)).toString();
    }

    private static String script(String src, String nonce) {
        return "<script type=\"module\" src=\"" + attribute(src) + "\" nonce=\"" + nonce + "\"></script>\n";
    }

    private static String attribute(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }
}
