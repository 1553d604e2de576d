package dev.latchkey.site.page;

import dev.latchkey.http.setting.Finding;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.site.page.PageFunctions.PageRequest;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.FileLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The template {@code index.html} of the page. Thread-safe. */
public final class PageTemplate {
    private static final String NAME = "index.html";

    private final Path folder;
    private final PebbleEngine engine;

    /** Reads it from that folder, anew after each change in development. */
    PageTemplate(Path folder, Settings.Page settings) {
        this.folder = folder;
        FileLoader loader = new FileLoader(folder.toString());
        loader.setCharset(StandardCharsets.UTF_8.name());
        BasePath base = BasePath.of(settings.base());
        this.engine = new PebbleEngine.Builder()
                .loader(loader)
                .cacheActive(settings.devAssets().isEmpty())
                .extension(new PageFunctions(
                        new AssetTags(settings.staticFiles(), settings.devAssets(), base),
                        base,
                        ThemeJson.of(settings.theme())))
                .build();
    }

    /** Why the template of these settings cannot be rendered; empty when it can, and where there is none. */
    public static Optional<Finding> examine(Settings.Page settings) {
        return settings.templates().flatMap(folder -> new PageTemplate(folder, settings).flaw());
    }

    /** Why it cannot be rendered, which the first visitor would meet; empty when it can. */
    Optional<Finding> flaw() {
        try {
            render(new PageRequest("nonce", "token", "{}"));
            return Optional.empty();
        } catch (RuntimeException e) { // of the template language, of a function of ours, of the file system
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return Optional.of(Finding.refused(
                    ServerSetting.TEMPLATES.key(),
                    folder.toString(),
                    "the template index.html in it cannot be rendered: " + cause.getMessage(),
                    "docs/page.md tells what it may call, and what the build has to be told"));
        }
    }

    String render(PageRequest page) {
        try {
            PebbleTemplate template = engine.getTemplate(NAME);
            StringWriter html = new StringWriter(4096);
            template.evaluate(html, Map.of(PageFunctions.REQUEST, page));
            return html.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
