package dev.latchkey.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps a login form from making a session of the container for no more than to remember why it refused. Where there is
 * one, it is used; else what is put into it is gone with the request.
 */
final class WithoutSession extends OncePerRequestFilter {
    private static final String SENT_A_FORM = WithoutSession.class.getName();

    private static final HttpSession FORGETFUL = (HttpSession) Proxy.newProxyInstance(
            WithoutSession.class.getClassLoader(),
            new Class<?>[] {HttpSession.class},
            (proxy, method, arguments) -> nothing(method.getReturnType()));

    /** From here on that request is a form's. */
    static void sentAForm(HttpServletRequest request) {
        request.setAttribute(SENT_A_FORM, true);
    }

    private static @Nullable Object nothing(Class<?> type) {
        return type.isPrimitive() && type != void.class ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public HttpSession getSession() {
                        return getSession(true);
                    }

                    @Override
                    public HttpSession getSession(boolean create) {
                        HttpSession there = super.getSession(false);
                        return there != null || !create || getAttribute(SENT_A_FORM) == null
                                ? super.getSession(create)
                                : FORGETFUL;
                    }
                },
                response);
    }
}
