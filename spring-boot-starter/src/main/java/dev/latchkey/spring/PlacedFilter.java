package dev.latchkey.spring;

import dev.latchkey.servlet.LatchkeyFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * The filter where its registration here puts it, which is on every path. It need not look for itself: where MockMvc stands
 * in for a container, it would find that it is mapped to nothing.
 *
 * @param filter what does the work
 */
record PlacedFilter(LatchkeyFilter filter) implements Filter {
    @Override
    public void init(FilterConfig config) throws ServletException {
        filter.init(new Config(config));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        filter.doFilter(request, response, chain);
    }

    /** That of the registration, under the name of no registration. */
    private record Config(FilterConfig config) implements FilterConfig {
        @Override
        public String getFilterName() {
            return PlacedFilter.class.getName();
        }

        @Override
        public ServletContext getServletContext() {
            return config.getServletContext();
        }

        @Override
        public @Nullable String getInitParameter(String name) {
            return config.getInitParameter(name);
        }

        @Override
        public Enumeration<String> getInitParameterNames() {
            return config.getInitParameterNames();
        }
    }
}
