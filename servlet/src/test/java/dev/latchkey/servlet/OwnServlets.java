package dev.latchkey.servlet;

import dev.latchkey.LoginResult;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.guard.Need;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Servlets of an application that knows little of Latchkey. */
final class OwnServlets {
    static final Map<String, Supplier<HttpServlet>> ALL = Map.ofEntries(
            entry("/open", (request, response) -> response.getWriter().print("hello " + who(request))),
            entry("/notes/*", OwnServlets::notes),
            entry("/api/own", (request, response) -> response.getWriter().print("own of " + who(request))),
            entry("/secret", (request, response) -> response.getWriter().print("secret of " + who(request))),
            entry("/later", OwnServlets::later),
            entry("/streamed", OwnServlets::streamed),
            entry("/events", OwnServlets::events),
            entry("/reset", (request, response) -> {
                response.reset();
                response.setHeader("Set-Cookie", "theme=dark");
                response.getWriter().print("reset");
            }),
            entry("/broken", (request, response) -> {
                throw new IllegalStateException("a mistake of the application");
            }),
            entry("/outage", (request, response) -> {
                throw new StoreUnavailableException("users", new IOException("out of order"));
            }),
            entry("/teapot", (request, response) -> response.sendError(418)),
            entry("/error", (request, response) -> response.getWriter().print("an error for " + who(request))),
            entry("/callback", (request, response) -> {
                response.setHeader("Set-Cookie", "theme=dark");
                boolean isIn = Visit.of(request).logIn(new PrincipalId("u-jane"), new ProofMethod("hwk"), false)
                        instanceof LoginResult.LoggedIn;
                response.reset();
                response.getWriter().print(isIn + ": " + who(request));
            }),
            entry("/own-form", (request, response) -> {
                LoginResult result = Visit.of(request)
                        .logIn(
                                Username.parse("jane").orElseThrow(),
                                Password.parse(request.getHeader("Password")).orElseThrow(),
                                false);
                response.getWriter().print(result.getClass().getSimpleName() + ": " + who(request));
            }),
            entry("/out", (request, response) -> {
                request.logout();
                response.getWriter().print("bye " + who(request));
            }),
            entry("/asked", (request, response) -> {
                if (request.authenticate(response)) {
                    response.getWriter().print("asked " + request.getAuthType());
                }
            }),
            entry("/own-login", (request, response) -> {
                request.login("jane", "secret");
            }),
            entry("/assets/*", (request, response) -> {
                try {
                    Visit.of(request);
                } catch (IllegalStateException e) {
                    response.getWriter().print(e.getMessage());
                }
            }));

    private OwnServlets() {}

    @FunctionalInterface
    private interface Body {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private static Map.Entry<String, Supplier<HttpServlet>> entry(String path, Body body) {
        return Map.entry(path, () -> new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException, ServletException {
                body.answer(request, response);
            }
        });
    }

    private static String who(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof LoggedInUser user
                ? user.displayName() + " (" + user.id() + ", " + request.getRemoteUser() + ")"
                : "a stranger";
    }

    private static void notes(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "POST" -> response.getWriter().print("took " + size(request.getInputStream()));
            case "DELETE" -> {
                if (!Visit.of(request).lacks(Need.FRESH, response)) {
                    response.getWriter().print("deleted");
                }
            }
            default -> response.getWriter().print("notes of " + who(request));
        }
    }

    private static long size(InputStream body) throws IOException {
        byte[] some = new byte[1000];
        long size = 0;
        for (int read = body.read(some); read >= 0; read = body.read(some)) {
            size += read;
        }
        return size;
    }

    private static void later(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute("waited") == null) {
            request.setAttribute("waited", true);
            AsyncContext context = request.startAsync();
            Thread.ofPlatform().start(context::dispatch);
        } else {
            response.getWriter().print(request.getDispatcherType() + " of " + who(request));
        }
    }

    private static void streamed(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getOutputStream().print("first,");
        response.flushBuffer();
        response.getOutputStream().print("then " + who(request));
        try {
            request.logout();
        } catch (ServletException e) {
            response.getOutputStream().print(", and nothing ended");
        }
    }

    /** How many streams were opened so far. */
    static final AtomicInteger OPENED = new AtomicInteger();

    private static void events(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        response.getOutputStream().print("open, ");
        response.flushBuffer();
        Visit.of(request).whenOver(reason -> {
            try {
                response.getOutputStream().print(reason.wireName());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                context.complete();
            }
        });
        OPENED.incrementAndGet();
    }
}
