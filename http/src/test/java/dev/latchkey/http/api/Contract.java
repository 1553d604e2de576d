package dev.latchkey.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.route.Route;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Holds an answer against what its route and the OpenAPI document say it may be: every test that asks the API asks this
 * too.
 */
public final class Contract {
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");

    private Contract() {}

    /** Fails when the route of that request does not declare such an answer. */
    public static void check(Api api, FakeRequest request, Response response) {
        api.route(request).ifPresent(route -> {
            check(route, response);
            if (response.status() < 400) {
                checkTaken(route, request);
            }
        });
    }

    private static void check(Route route, Response response) {
        String name = route.method() + " " + route.path();
        JsonNode described = OpenApi.response(route, Integer.toString(response.status()));
        if (response.status() < 400) {
            assertThat(response.status()).as("the success of %s", name).isEqualTo(route.success());
        } else {
            assertThat(route.problems())
                    .as("refusals that %s declares", name)
                    .contains(code(response).orElseThrow());
        }
        checkBody(name, described.path("content"), response);
    }

    private static void checkBody(String name, JsonNode content, Response response) {
        Optional<String> type = response.fixed().fields().stream()
                .filter(field -> field.name().equals("Content-Type"))
                .map(HeaderField::value)
                .findFirst();
        assertThat(content.propertyNames())
                .as("what %s answers with", name)
                .containsExactlyElementsOf(type.stream().toList());
        if (response.content() instanceof Content.Live) {
            return; // what comes of it in the end is for its own test
        }
        type.ifPresent(each -> assertThat(OpenApi.flaws(content.path(each).path("schema"), response.body()))
                .as("%s by the OpenAPI document: %s", name, new String(response.body(), UTF_8))
                .isEmpty());
    }

    private static void checkTaken(Route route, FakeRequest request) {
        if (route.body().isPresent() && request.content() instanceof Request.Body.Complete(byte[] bytes)) {
            assertThat(OpenApi.flaws(OpenApi.takenBody(route), bytes))
                    .as("what %s took, by the OpenAPI document", route.path())
                    .isEmpty();
        }
    }

    private static Optional<ErrorCode> code(Response response) {
        Matcher code = CODE.matcher(new String(response.body(), UTF_8));
        return code.find() ? Optional.of(ErrorCode.valueOf(code.group(1).toUpperCase(Locale.ROOT))) : Optional.empty();
    }
}
