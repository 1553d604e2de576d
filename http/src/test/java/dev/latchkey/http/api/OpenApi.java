package dev.latchkey.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.latchkey.http.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document as it is shipped, and whether bodies are what it says. */
final class OpenApi {
    static final JsonNode DOCUMENT = document();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private OpenApi() {}

    private static JsonNode document() {
        try (InputStream file = OpenApi.class.getResourceAsStream("/dev/latchkey/http/openapi.json")) {
            return new ObjectMapper().readTree(new String(file.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says of a route. */
    static JsonNode operation(Route route) {
        return DOCUMENT.path("paths").path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
    }

    /** What it says of an answer with that status. */
    static JsonNode response(Route route, String status) {
        return resolved(operation(route).path("responses").path(status));
    }

    /** The schema of the body that a route takes. */
    static JsonNode takenBody(Route route) {
        return resolved(operation(route)
                .path("requestBody")
                .at("/content/application~1json")
                .path("schema"));
    }

    static JsonNode resolved(JsonNode node) {
        JsonNode ref = node.path("$ref");
        return ref.isString() ? resolved(DOCUMENT.at(ref.asString().substring(1))) : node;
    }

    /** Every text of that name, at whatever depth. */
    static List<String> texts(JsonNode within, String name) {
        List<String> found = new ArrayList<>();
        within.findValues(name).stream().filter(JsonNode::isString).forEach(node -> found.add(node.asString()));
        return found;
    }

    /** What is wrong with a body by that schema; empty when nothing. */
    static List<String> flaws(JsonNode schema, byte[] body) {
        Schema compiled = COMPILED.computeIfAbsent(schema.toString(), text -> {
            // References lead to the components, wherever the schema stands.
            ObjectNode whole = (ObjectNode) JSON.readTree(text);
            whole.set("components", DOCUMENT.path("components"));
            return SCHEMAS.getSchema(whole);
        });
        return compiled.validate(JSON.readTree(new String(body, UTF_8))).stream()
                .map(Error::toString)
                .toList();
    }
}
