package dev.latchkey.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.route.Endpoint;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.testing.World;
import dev.latchkey.http.wire.BodyType;
import dev.latchkey.http.wire.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route by every way out of it. What each answer must carry is said once and claimed of all of them. */
class EveryAnswerTest {
    private static final String LOGIN = "/api/login";
    private static final String LOGOUT = "/api/logout";
    private static final String GETSESSION = "/api/getsession";
    private static final String DATA = "/api/data";
    private static final String GETCSRF = "/api/getcsrf";
    private static final String REAUTHENTICATE = "/api/reauthenticate";
    private static final String PASSWORD = "/api/password";
    private static final String SESSIONS = "/api/sessions";
    private static final String REGISTER = "/api/register";
    private static final String DIAGNOSTICS = "/api/diagnostics";
    private static final DeploymentPolicy EXPLAINING = explaining();
    private static final Map<String, List<Route>> ROUTES = routes();
    private static final String TOO_LARGE_COOKIES = "a=b; ".repeat(2000);

    /** With every route that can be switched on. */
    private static DeploymentPolicy explaining() {
        DeploymentPolicy embedded =
                DeploymentPolicy.embedded(Origin.parse("http://localhost:5000").orElseThrow());
        return new DeploymentPolicy(
                embedded.deployment(), embedded.cookies(), embedded.csrf(), embedded.forwarding(), true);
    }

    private static Map<String, List<Route>> routes() {
        try (World world = new World(EXPLAINING)) {
            return world.api.routes().stream()
                    .collect(Collectors.groupingBy(route -> "/api" + route.path(), TreeMap::new, Collectors.toList()));
        }
    }

    private final World world = new World(EXPLAINING);

    @AfterEach
    void close() {
        world.close();
    }

    /** One way out: a request, made in a world of its own, and what it comes to. An empty code is success. */
    record Exit(String label, String path, int status, String code, Function<World, FakeRequest> request) {
        @Override
        public String toString() {
            return path + " " + label + ": " + status + " " + code;
        }
    }

    static Stream<Exit> exits() {
        List<Exit> exits = new ArrayList<>(loginExits());
        exits.add(exit("without a session", LOGOUT, 200, "", world -> FakeRequest.post(LOGOUT)));
        exits.add(exit(
                "with a session",
                LOGOUT,
                200,
                "",
                world -> FakeRequest.post(LOGOUT).cookie(world.loggedIn())));
        exits.add(exit(
                "by the app's fetch",
                LOGOUT,
                200,
                "",
                world -> FakeRequest.get(LOGOUT).byFetch().cookie(world.loggedIn())));
        exits.add(exit("by a link", LOGOUT, 403, "origin_rejected", world -> FakeRequest.get(LOGOUT)));
        exits.add(exit("HEAD", LOGOUT, 403, "origin_rejected", world -> FakeRequest.of("HEAD", LOGOUT)));
        for (String path : List.of(GETSESSION, DATA)) {
            exits.add(exit(
                    "with a session",
                    path,
                    200,
                    "",
                    world -> FakeRequest.get(path).cookie(world.loggedIn())));
            exits.add(exit(
                    "HEAD", path, 200, "", world -> FakeRequest.of("HEAD", path).cookie(world.loggedIn())));
        }
        exits.add(exit("without a session", GETSESSION, 200, "", world -> FakeRequest.get(GETSESSION)));
        exits.add(exit("without a session", DATA, 401, "not_authenticated", world -> FakeRequest.get(DATA)));
        exits.add(exit("HEAD", DATA, 401, "not_authenticated", world -> FakeRequest.of("HEAD", DATA)));
        exits.add(exit("new browser", GETCSRF, 200, "", world -> FakeRequest.get(GETCSRF)));
        exits.add(exit("HEAD", GETCSRF, 200, "", world -> FakeRequest.of("HEAD", GETCSRF)));
        ROUTES.forEach((path, routes) -> exits.addAll(exitsOfEvery(path.replace("{id}", "some-id"), routes)));
        exits.addAll(ownAccountExits());
        exits.add(exit("store down", LOGOUT, 503, "store_unavailable", world -> {
            FakeRequest request = FakeRequest.post(LOGOUT).cookie(world.loggedIn());
            world.isStoreDown.set(true);
            return request;
        }));
        for (String path : List.of("/api", "/api/", "/api/nothing", "/api/login/x")) {
            exits.add(exit("GET", path, 404, "not_found", world -> FakeRequest.get(path)));
            exits.add(exit("POST", path, 404, "not_found", world -> FakeRequest.post(path)));
            exits.add(exit("HEAD", path, 404, "not_found", world -> FakeRequest.of("HEAD", path)));
        }
        return exits.stream();
    }

    private static List<Exit> loginExits() {
        FakeRequest login = FakeRequest.post(LOGIN).json(World.JANES_LOGIN);
        return List.of(
                exit("right", LOGIN, 200, "", world -> login),
                exit(
                        "wrong password",
                        LOGIN,
                        401,
                        "bad_credentials",
                        world -> login.json(World.JANES_LOGIN.replace("secret", "guess"))),
                exit("hashing full", LOGIN, 503, "busy", world -> {
                    world.bulkhead.close();
                    return login;
                }),
                exit("store down", LOGIN, 503, "store_unavailable", world -> {
                    world.isStoreDown.set(true);
                    return login;
                }));
    }

    private static List<Exit> ownAccountExits() {
        FakeRequest prove = FakeRequest.post(REAUTHENTICATE);
        FakeRequest change = FakeRequest.post(PASSWORD);
        String longEnough = "correct horse battery";
        return List.of(
                exit(
                        "right",
                        REAUTHENTICATE,
                        200,
                        "",
                        world -> prove.json("{\"password\":\"secret\"}").cookie(world.loggedIn())),
                exit(
                        "wrong",
                        REAUTHENTICATE,
                        401,
                        "bad_credentials",
                        world -> prove.json("{\"password\":\"guess\"}").cookie(world.loggedIn())),
                exit("without a session", REAUTHENTICATE, 401, "not_authenticated", world -> prove.json("{}")),
                exit(
                        "changed",
                        PASSWORD,
                        200,
                        "",
                        world -> change.json("{\"current\":\"secret\",\"new\":\"" + longEnough + "\"}")
                                .cookie(world.loggedIn())),
                exit(
                        "too short",
                        PASSWORD,
                        422,
                        "validation_failed",
                        world -> change.json("{\"current\":\"secret\",\"new\":\"short\"}")
                                .cookie(world.loggedIn())),
                exit("not fresh", PASSWORD, 403, "reauthentication_required", world -> {
                    String cookie = world.loggedIn();
                    world.after(Duration.ofHours(1));
                    return change.json("{}").cookie(cookie);
                }),
                exit(
                        "with a session",
                        SESSIONS,
                        200,
                        "",
                        world -> FakeRequest.get(SESSIONS).cookie(world.loggedIn())),
                exit("without a session", SESSIONS, 401, "not_authenticated", world -> FakeRequest.get(SESSIONS)),
                exit(
                        "all others",
                        SESSIONS,
                        200,
                        "",
                        world -> FakeRequest.of("DELETE", SESSIONS).cookie(world.loggedIn())),
                exit("the rules", REGISTER, 200, "", world -> FakeRequest.get(REGISTER)),
                exit("off", REGISTER, 404, "not_found", world -> FakeRequest.post(REGISTER)));
    }

    /** What a route does by being one: whoever adds it has it tested by that. */
    private static List<Exit> exitsOfEvery(String path, List<Route> routes) {
        List<Exit> exits = new ArrayList<>();
        Set<String> taken = routes.stream().map(Route::method).collect(Collectors.toSet());
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "post", "")) {
            if (!taken.contains(method)) {
                exits.add(exit("by " + method, path, 405, "method_not_allowed", world -> FakeRequest.of(method, path)));
            }
        }
        routes.forEach(route -> {
            FakeRequest request = FakeRequest.of(route.method(), path);
            exits.addAll(refusalsByHost(path, request));
            if (!(route.endpoint() instanceof Endpoint.Explaining)) {
                exits.addAll(refusalsOfAll(path, request));
            }
            if (!route.method().equals("GET")) {
                exits.addAll(refusalsOfUnsafe(path, request.json(World.JANES_LOGIN)));
            }
            exits.addAll(exitsByNeed(path, request, route.endpoint()));
            route.body().ifPresent(body -> exits.addAll(refusalsOfBodies(path, request, body)));
        });
        return exits;
    }

    private static List<Exit> exitsByNeed(String path, FakeRequest request, Endpoint endpoint) {
        Exit nobody = exit(request.method() + " by nobody", path, 401, "not_authenticated", world -> request);
        Exit outage = exit(request.method() + ", store down", path, 503, "store_unavailable", world -> {
            FakeRequest hers = request.cookie(world.loggedIn());
            world.isStoreDown.set(true);
            return hers;
        });
        Exit stale = exit(request.method() + " long after", path, 403, "reauthentication_required", world -> {
            FakeRequest hers = request.cookie(world.loggedIn());
            world.after(Duration.ofHours(1));
            return hers;
        });
        return switch (endpoint) {
            case Endpoint.Open open -> List.of();
            case Endpoint.Explaining explaining -> List.of(exit("explained", path, 200, "", world -> request));
            case Endpoint.Telling telling -> List.of(outage);
            case Endpoint.ForMembers forMembers -> List.of(nobody, outage);
            case Endpoint.ForFresh forFresh -> List.of(nobody, outage, stale);
        };
    }

    /** By somebody who may do everything, so that the body alone is what is wrong. */
    private static List<Exit> refusalsOfBodies(String path, FakeRequest request, BodyType<?> type) {
        List<Exit> exits = new ArrayList<>(List.of(
                refusedBody("no body", path, 400, "malformed_request", request.json("")),
                refusedBody("no JSON", path, 400, "malformed_request", request.json("{")),
                refusedBody("a list", path, 400, "malformed_request", request.json("[" + filled(type, "") + "]")),
                refusedBody("a field twice", path, 400, "malformed_request", request.json(twice(type))),
                refusedBody("64 KiB and a byte", path, 413, "content_too_large", request.json(" ".repeat(65_537))),
                refusedBody(
                        "slow", path, 408, "request_timeout", request.json("").body(new Request.Body.TimedOut())),
                refusedBody(
                        "a form",
                        path,
                        415,
                        "unsupported_media_type",
                        request.json("{}").with(RequestHeader.CONTENT_TYPE, "application/x-www-form-urlencoded"))));
        for (Field<?> field : type.fields()) {
            if (field.kind() == Field.Kind.STRING) {
                String json = filled(type, field.name());
                exits.add(refusedBody("no " + field.name(), path, 400, "malformed_request", request.json(json)));
            }
            String list = filled(type, field.name()).replace("}", ",\"" + field.name() + "\":[\"x\"]}");
            exits.add(refusedBody(
                    "a list as " + field.name(),
                    path,
                    400,
                    "malformed_request",
                    request.json(list.replace("{,", "{"))));
        }
        return exits;
    }

    private static Exit refusedBody(String label, String path, int status, String code, FakeRequest request) {
        return exit(label, path, status, code, world -> request.cookie(world.loggedIn()));
    }

    /** Every field that must be there, but for one. */
    private static String filled(BodyType<?> type, String but) {
        return type.fields().stream()
                .filter(field -> field.kind() == Field.Kind.STRING)
                .map(Field::name)
                .filter(name -> !name.equals(but))
                .map(name -> "\"" + name + "\":\"jane\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String twice(BodyType<?> type) {
        return filled(type, "").replace("{", "{\"" + type.fields().getFirst().name() + "\":\"jane\",");
    }

    private static List<Exit> refusalsByHost(String path, FakeRequest request) {
        List<Exit> exits = new ArrayList<>();
        exits.add(exit(
                "for another host",
                path,
                421,
                "misdirected_request",
                world -> request.with(RequestHeader.HOST, "attacker.example")));
        exits.add(exit("for no host", path, 421, "misdirected_request", world -> request.with(RequestHeader.HOST)));
        exits.add(exit(
                "for two hosts",
                path,
                421,
                "misdirected_request",
                world -> request.with(RequestHeader.HOST, "localhost:5000", "localhost:5000")));
        return exits;
    }

    private static List<Exit> refusalsOfAll(String path, FakeRequest request) {
        List<Exit> exits = new ArrayList<>();
        for (String destination : List.of("script", "image", "iframe", "object", "embed", "style")) {
            exits.add(exit(
                    "as " + destination,
                    path,
                    403,
                    "origin_rejected",
                    world -> request.with(RequestHeader.SEC_FETCH_DEST, destination)));
        }
        exits.add(exit(
                "with 10 kB of cookies", path, 431, "headers_too_large", world -> request.cookie(TOO_LARGE_COOKIES)));
        exits.add(exit(
                "with 8 KiB of cookies",
                path,
                431,
                "headers_too_large",
                world -> request.cookie("a=" + "b".repeat(8191))));
        return exits;
    }

    private static List<Exit> refusalsOfUnsafe(String path, FakeRequest request) {
        return List.of(
                exit(
                        "from another site",
                        path,
                        403,
                        "origin_rejected",
                        world -> request.with(RequestHeader.SEC_FETCH_SITE, "cross-site")),
                exit(
                        "from another origin",
                        path,
                        403,
                        "origin_rejected",
                        world -> request.with(RequestHeader.ORIGIN, "http://attacker.example")),
                exit(
                        "with a wrong CSRF token",
                        path,
                        403,
                        "csrf_token_invalid",
                        world -> request.with(RequestHeader.X_CSRF_TOKEN, "wrong")));
    }

    private static Exit exit(String label, String path, int status, String code, Function<World, FakeRequest> request) {
        return new Exit(label, path, status, code, request);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exits")
    @DisplayName("ASVS 3.4, 3.5, CVE class of silently omitted headers: every way out carries what it must")
    void every_way_out_carries_what_it_must(Exit exit) {
        FakeRequest request = exit.request().apply(world);
        Response response = world.handle(request);
        String body = World.text(response);

        assertThat(response.status()).isEqualTo(exit.status());
        assertThat(member(body, "code")).isEqualTo(exit.code());
        assertThat(response.fixed().fields())
                .containsExactly(
                        new HeaderField("Cache-Control", "no-store"),
                        new HeaderField("Vary", "Cookie"),
                        new HeaderField("X-Content-Type-Options", "nosniff"),
                        new HeaderField("Cross-Origin-Resource-Policy", "same-origin"),
                        new HeaderField("Referrer-Policy", "same-origin"),
                        new HeaderField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
                        new HeaderField(
                                "Content-Type",
                                exit.status() == 200 ? "application/json" : "application/problem+json"));
        assertThat(World.lines(response, "WWW-Authenticate"))
                .isEqualTo(exit.status() == 401 ? List.of("Session realm=\"latchkey\"") : List.of());
        assertThat(World.lines(response, "Retry-After")).isEqualTo(exit.status() == 503 ? List.of("2") : List.of());
        assertThat(World.lines(response, "Allow"))
                .isEqualTo(exit.status() == 405 ? List.of(allowed(exit.path())) : List.of());
        assertThat(World.allLines(response).stream().map(HeaderField::name))
                .noneMatch(name -> name.startsWith("Access-Control-"))
                .doesNotContain("Clear-Site-Data", "Location");
        assertThatCookiesAreSetBySuccessAlone(exit, response);
        assertThatLoginIsSaidWhereClientsTestIt(exit, body);
        if (exit.status() != 200) {
            assertThat(body)
                    .startsWith("{\"type\":\"about:blank\",\"title\":\"")
                    .contains("\"status\":" + exit.status());
        }
    }

    private static String allowed(String path) {
        Set<String> methods = new TreeSet<>();
        ROUTES.get(path.replace("some-id", "{id}")).forEach(route -> methods.add(route.method()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    private static void assertThatCookiesAreSetBySuccessAlone(Exit exit, Response response) {
        boolean sets = exit.status() == 200
                && List.of(LOGIN, LOGOUT, GETCSRF, REAUTHENTICATE, PASSWORD, DIAGNOSTICS)
                        .contains(exit.path());
        // A login and a new password set session and device, a logout removes session and remember-me.
        int count = List.of(LOGIN, LOGOUT, PASSWORD).contains(exit.path()) ? 2 : 1;
        assertThat(World.setCookies(response)).hasSize(sets ? count : 0);
        assertThat(World.setCookies(response).stream().anyMatch(line -> line.contains("Max-Age=0")))
                .as("a cookie is deleted only by logout")
                .isEqualTo(sets && exit.path().equals(LOGOUT));
    }

    private static void assertThatLoginIsSaidWhereClientsTestIt(Exit exit, String body) {
        boolean isTested = exit.path().equals(LOGIN) || exit.path().equals(GETSESSION);
        boolean isProof = List.of(REAUTHENTICATE, PASSWORD).contains(exit.path()) && exit.status() == 200;
        assertThat(body.contains("\"login\":")).isEqualTo(isProof || (isTested && exit.status() != 503));
        assertThat(body.contains("\"login\":true"))
                .isEqualTo(isProof
                        || (isTested && exit.status() == 200 && !exit.label().equals("without a session")));
    }

    private static String member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        return matcher.find() ? matcher.group(1) : "";
    }
}
