package dev.latchkey.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletException;

/** Whether a filter stands where every request passes it. */
final class Placement {
    private Placement() {}

    static void check(FilterConfig config, String basePath) throws ServletException {
        String context = config.getServletContext().getContextPath();
        if (!basePath.startsWith(context + "/")) {
            throw refused(
                    "basePath = " + basePath,
                    "the application is at " + context + ", so no request for the API arrives here",
                    "write Latchkey.builder().basePath(\"" + context + "/api\")");
        }
        FilterRegistration registration = config.getServletContext().getFilterRegistration(config.getFilterName());
        // A filter that another one stands for is mapped by that one.
        if (registration != null && !registration.getUrlPatternMappings().contains("/*")) {
            throw refused(
                    "url-pattern = " + String.join(", ", registration.getUrlPatternMappings()),
                    "servlets on other paths are open to pages of other sites, and do not know who comes",
                    "map the filter to /*, as LatchkeyFilter.addTo(servletContext) does, and name what needs no guard"
                            + " in unguarded(…)");
        }
    }

    private static ServletException refused(String setting, String rule, String cure) {
        return new ServletException(setting + ": " + rule + System.lineSeparator() + "  " + cure);
    }
}
