package dev.latchkey.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.SettingsText;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.http.route.Endpoint;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.testing.World;
import dev.latchkey.http.wire.BodyType;
import dev.latchkey.http.wire.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Whatever any test of the API gets is held against the same document, see {@link Contract}. */
@DisplayName("The OpenAPI document says what the routes say")
class OpenApiTest {
    /** All that can be switched on. */
    static List<Route> routes() {
        try (World world =
                World.withRegistration(SettingsText.policy("public-origin=http://localhost:5000; diagnostics=on"))) {
            return world.api.routes();
        }
    }

    @Test
    void it_has_every_route_and_no_other() {
        List<String> described = new ArrayList<>();
        OpenApi.DOCUMENT
                .path("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .forEach(method ->
                                described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(described).containsExactlyInAnyOrderElementsOf(names(routes()));
    }

    private static List<String> names(List<Route> routes) {
        return routes.stream().map(route -> route.method() + " " + route.path()).toList();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void of_each_the_statuses_and_every_code(Route route) {
        Set<String> statuses = new TreeSet<>(Set.of(Integer.toString(route.success())));
        route.problems().forEach(code -> statuses.add(Integer.toString(code.status())));
        JsonNode responses = OpenApi.operation(route).path("responses");

        assertThat(responses.propertyNames()).containsExactlyInAnyOrderElementsOf(statuses);
        for (String status : statuses) {
            Set<String> codes = new TreeSet<>();
            OpenApi.response(route, status)
                    .findValues("code")
                    .forEach(code -> code.path("enum").forEach(each -> codes.add(each.asString())));
            assertThat(codes)
                    .as("codes with %s", status)
                    .isEqualTo(route.problems().stream()
                            .filter(code -> Integer.toString(code.status()).equals(status))
                            .map(ErrorCode::wireName)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void of_each_who_may_come(Route route) {
        boolean needsSession =
                route.endpoint() instanceof Endpoint.ForMembers || route.endpoint() instanceof Endpoint.ForFresh;

        assertThat(OpenApi.operation(route).has("security")).isEqualTo(needsSession);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void of_each_what_it_takes(Route route) {
        List<Field<?>> fields = route.body().map(BodyType::fields).orElse(List.of());
        JsonNode schema = OpenApi.takenBody(route);

        assertThat(OpenApi.operation(route).has("requestBody"))
                .isEqualTo(route.body().isPresent());
        assertThat(schema.path("properties").propertyNames())
                .containsExactlyElementsOf(fields.stream().map(Field::name).toList());
        assertThat(schema.path("required").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(fields.stream()
                        .filter(field -> field.kind() == Field.Kind.STRING)
                        .map(Field::name)
                        .toList());
        for (Field<?> field : fields) {
            JsonNode said = schema.path("properties").path(field.name());
            switch (field.kind()) {
                case STRING -> {
                    assertThat(said.path("type").asString()).isEqualTo("string");
                    assertThat(said.path("minLength").asInt()).isEqualTo(1);
                    assertThat(said.path("description").asString()).isEqualToIgnoringCase(field.rule() + ".");
                }
                case OPTIONAL_BOOLEAN ->
                    assertThat(said.path("type").valueStream().map(JsonNode::asString))
                            .containsExactly("boolean", "null");
            }
        }
    }

    @Test
    void it_has_every_code_and_every_reason() {
        assertThat(words("Code"))
                .containsExactlyElementsOf(
                        Stream.of(ErrorCode.values()).map(ErrorCode::wireName).toList());
        assertThat(words("Reason"))
                .containsExactlyElementsOf(
                        Stream.of(Reason.values()).map(Reason::wireName).toList());
    }

    private static List<String> words(String schema) {
        return OpenApi.DOCUMENT
                .at("/components/schemas/" + schema)
                .path("enum")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void every_reference_leads_somewhere_and_every_component_is_referred_to() {
        Set<String> references = new TreeSet<>(OpenApi.texts(OpenApi.DOCUMENT, "$ref"));
        Set<String> components = new TreeSet<>();
        OpenApi.DOCUMENT
                .path("components")
                .propertyStream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .forEach(kind -> kind.getValue()
                        .propertyNames()
                        .forEach(name -> components.add("#/components/" + kind.getKey() + "/" + name)));

        assertThat(references).isEqualTo(components);
    }

    @Test
    void operations_have_names_of_their_own() {
        assertThat(OpenApi.texts(OpenApi.DOCUMENT, "operationId"))
                .hasSize(routes().size())
                .doesNotHaveDuplicates();
    }
}
