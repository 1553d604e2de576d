package dev.latchkey.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds an answer against what its route says it may be: every test that asks the API asks this too. */
public final class Contract {
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");

    private Contract() {}

    /** Fails when the route of that request does not declare such an answer. */
    public static void check(Api api, FakeRequest request, Response response) {
        api.route(request).ifPresent(route -> check(route, response));
    }

    private static void check(Route route, Response response) {
        String name = route.method() + " " + route.path();
        if (response.status() < 400) {
            assertThat(response.status()).as("the success of %s", name).isEqualTo(route.success());
            return;
        }
        assertThat(code(response)).as("refusals of %s", name).isPresent();
        assertThat(route.problems())
                .as("refusals that %s declares", name)
                .contains(code(response).orElseThrow());
    }

    private static Optional<ErrorCode> code(Response response) {
        Matcher code = CODE.matcher(new String(response.body(), StandardCharsets.UTF_8));
        return code.find() ? Optional.of(ErrorCode.valueOf(code.group(1).toUpperCase(Locale.ROOT))) : Optional.empty();
    }
}
