package dev.latchkey.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.latchkey.testkit.RawClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds what was said over a socket against the OpenAPI document of the API. Paths and methods that the document does not
 * have are none of its business.
 */
final class DescribedExchanges {
    private static final String DOCUMENT = "/dev/latchkey/http/openapi.json";

    private final ObjectMapper json = new ObjectMapper();
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new HashMap<>();
    private final JsonNode document;
    private final String basePath;
    private final Set<String> held = new TreeSet<>();

    /** The document that is on the class path, for an API that is served there. */
    DescribedExchanges(String basePath) {
        this.basePath = basePath;
        try (InputStream file = DescribedExchanges.class.getResourceAsStream(DOCUMENT)) {
            assertThat(file).as("%s on the class path", DOCUMENT).isNotNull();
            this.document = json.readTree(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operations of which something was held against the document. */
    Set<String> held() {
        return Set.copyOf(held);
    }

    /**
     * Fails when an answer is not one that the document has for such a request, or when it tells of success after a body
     * that the document has not.
     *
     * @param body as it was sent, however it was carried
     */
    void hold(String method, String target, String body, Answer answer) {
        // HEAD is what GET is, without a body.
        String described = method.equals("HEAD") ? "GET" : method;
        operation(described, target).ifPresent(operation -> {
            String name = described + " " + target;
            held.add(described + " " + target.substring(basePath.length()));
            JsonNode response = resolved(operation.path("responses").path(Integer.toString(answer.status())));
            assertThat(response.isMissingNode())
                    .as(
                            "%s is answered %d, which the OpenAPI document does not have: %s",
                            name, answer.status(), answer)
                    .isFalse();
            holdBody(name, response.path("content"), answer, method.equals("HEAD"));
            JsonNode taken = operation.path("requestBody").at("/content/application~1json");
            if (answer.status() < 400 && !taken.isMissingNode()) {
                assertThat(flaws(taken.path("schema"), body))
                        .as("%s took this body, by the OpenAPI document", name)
                        .isEmpty();
            }
        });
    }

    private void holdBody(String name, JsonNode content, Answer answer, boolean isHead) {
        String type = answer.header("Content-Type");
        assertThat(content.propertyNames())
                .as("what %s is answered with, by the OpenAPI document: %s", name, answer)
                .isEqualTo(type.isEmpty() ? Set.of() : Set.of(type));
        if (type.endsWith("json") && !isHead) {
            assertThat(flaws(content.path(type).path("schema"), answer.body()))
                    .as("%s is answered %s, by the OpenAPI document", name, answer.body())
                    .isEmpty();
        }
    }

    private Optional<JsonNode> operation(String method, String target) {
        return document.path("paths")
                .propertyStream()
                .filter(path -> pattern(path.getKey()).matcher(target).matches())
                .map(path -> path.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(operation -> !operation.isMissingNode())
                .findFirst();
    }

    private Pattern pattern(String path) {
        return Pattern.compile(Pattern.quote(basePath) + path.replace("{id}", "[^/?]+") + "(\\?.*)?");
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isString() ? resolved(document.at(reference.asString().substring(1))) : node;
    }

    private List<String> flaws(JsonNode schema, String body) {
        Schema against = compiled.computeIfAbsent(schema, each -> {
            // References lead to the components, wherever the schema stands.
            ObjectNode whole = (ObjectNode) resolved(each).deepCopy();
            whole.set("components", document.path("components"));
            return schemas.getSchema(whole);
        });
        return against.validate(json.readTree(body.getBytes(UTF_8))).stream()
                .map(Error::toString)
                .toList();
    }
}
