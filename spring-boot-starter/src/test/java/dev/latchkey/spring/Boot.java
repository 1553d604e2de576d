package dev.latchkey.spring;

import dev.latchkey.core.Stores;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The containers that Spring Boot starts. */
enum Boot {
    TOMCAT("org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration"),
    JETTY("org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration");

    private final String other;

    Boot(String other) {
        this.other = other;
    }

    /** An application that runs. */
    interface Application extends HttpContract.Running {
        /** The bean of that type. */
        <T> T bean(Class<T> type);
    }

    /** An application that runs on what is given; on a hasher of its own where it has users of its own. */
    Application start(Served given, String context, Class<?>... more) {
        return start(given, context, Map.of(), more);
    }

    /** The same with more properties. */
    Application start(Served given, String context, Map<String, Object> properties, Class<?>... more) {
        List<Class<?>> sources = new ArrayList<>(List.of(more));
        sources.add(NotesApp.class);
        ConfigurableApplicationContext running = new SpringApplicationBuilder(sources.toArray(Class[]::new))
                .web(WebApplicationType.SERVLET)
                .properties(properties)
                .initializers(beans -> {
                    GenericApplicationContext registry = (GenericApplicationContext) beans;
                    registry.registerBean(Stores.class, given::stores);
                    if (!sources.contains(OwnUsers.class)) {
                        registry.registerBean(PasswordHasher.class, given::hasher);
                    }
                    registry.registerBean(LatchkeyCustomizer.class, () -> builder -> builder.clock(given.clock()));
                })
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--server.max-http-request-header-size=16KB",
                        "--server.servlet.context-path=" + context,
                        "--latchkey.public-origin=" + RawClient.ORIGIN,
                        "--spring.autoconfigure.exclude=" + other,
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=error");
        int port = ((ServletWebServerApplicationContext) running).getWebServer().getPort();
        return new Application() {
            @Override
            public <T> T bean(Class<T> type) {
                return running.getBean(type);
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public String basePath() {
                return context + "/api";
            }

            @Override
            public void close() {
                running.close();
            }
        };
    }
}
