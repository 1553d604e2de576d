package dev.latchkey.site.page;

import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What a page template may call: {@code asset}, {@code url_for}, {@code nonce}, {@code csrf_token}, {@code bootstrap}, {@code theme}. */
final class PageFunctions extends AbstractExtension {
    /** The template variable that carries what belongs to one request. */
    static final String REQUEST = "latchkey";

    private final AssetTags assets;
    private final BasePath base;
    private final String themeJson;

    PageFunctions(AssetTags assets, BasePath base, String themeJson) {
        this.base = base;
        this.assets = assets;
        this.themeJson = themeJson;
    }

    /** What belongs to one request. */
    record PageRequest(String nonce, String csrfToken, String bootstrapJson) {}

    @Override
    public Map<String, Function> getFunctions() {
        return Map.of(
                "asset",
                        function(
                                List.of("source"),
                                (page, arguments) -> new SafeString(
                                        assets.tags(String.valueOf(arguments.get("source")), page.nonce()))),
                "url_for", function(List.of("endpoint", "filename"), (page, arguments) -> urlFor(arguments)),
                "nonce", function(List.of(), (page, arguments) -> page.nonce()),
                "csrf_token", function(List.of(), (page, arguments) -> page.csrfToken()),
                "bootstrap", function(List.of(), (page, arguments) -> new SafeString(inert(page.bootstrapJson()))),
                "theme", function(List.of(), (page, arguments) -> new SafeString(inert(themeJson))));
    }

    private String urlFor(Map<String, Object> arguments) {
        if (!"static".equals(String.valueOf(arguments.get("endpoint")))) {
            throw new IllegalArgumentException("url_for knows 'static' alone");
        }
        return base.before("/static/" + arguments.get("filename"));
    }

    /** JSON that cannot end its script element, whatever a name contains. */
    private static String inert(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static Function function(List<String> names, BiFunction<PageRequest, Map<String, Object>, Object> body) {
        return new Function() {
            @Override
            public Object execute(
                    Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int lineNumber) {
                return body.apply((PageRequest) context.getVariable(REQUEST), arguments);
            }

            @Override
            public List<String> getArgumentNames() {
                return names;
            }
        };
    }
}
