package dev.latchkey.servlet;

import dev.latchkey.Latchkey;
import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.Served;
import jakarta.servlet.http.HttpServlet;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The containers that this is for, as they are. */
enum Container {
    JETTY {
        @Override
        HttpContract.Running serve(String context, Consumer<jakarta.servlet.ServletContext> setup, String basePath)
                throws Exception {
            Server server = new Server();
            HttpConfiguration http = new HttpConfiguration();
            http.setRequestHeaderSize(16_384);
            ServerConnector connector = new ServerConnector(
                    server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
            connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
            server.addConnector(connector);
            ServletContextHandler handler = new ServletContextHandler(context.isEmpty() ? "/" : context);
            OwnServlets.ALL.forEach((path, servlet) -> {
                ServletHolder holder = new ServletHolder(servlet.get());
                holder.setAsyncSupported(true);
                handler.addServlet(holder, path);
            });
            ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
            errors.addErrorPage(418, "/error");
            handler.setErrorHandler(errors);
            handler.addServletContainerInitializer((classes, servletContext) -> setup.accept(servletContext));
            server.setHandler(handler);
            try {
                server.start();
            } catch (Exception e) {
                server.stop();
                throw e;
            }
            return new Started(connector.getLocalPort(), basePath, () -> stop(server));
        }

        private void stop(Server server) {
            try {
                server.stop();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    },
    TOMCAT {
        @Override
        HttpContract.Running serve(String context, Consumer<jakarta.servlet.ServletContext> setup, String basePath)
                throws Exception {
            Tomcat tomcat = new Tomcat();
            tomcat.setSilent(true);
            tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
            tomcat.setPort(0);
            tomcat.getConnector()
                    .setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
            tomcat.getConnector().setProperty("maxHttpRequestHeaderSize", "16384");
            Context application = tomcat.addContext(context, null);
            for (Map.Entry<String, java.util.function.Supplier<HttpServlet>> each : OwnServlets.ALL.entrySet()) {
                Wrapper wrapper = Tomcat.addServlet(
                        application, each.getKey(), each.getValue().get());
                wrapper.setAsyncSupported(true);
                wrapper.addMapping(each.getKey());
            }
            ErrorPage error = new ErrorPage();
            error.setErrorCode(418);
            error.setLocation("/error");
            application.addErrorPage(error);
            application.addServletContainerInitializer(
                    (classes, servletContext) -> setup.accept(servletContext), Set.of());
            tomcat.start();
            if (!application.getState().isAvailable()) {
                stop(tomcat);
                throw new IllegalStateException("the application did not start");
            }
            return new Started(tomcat.getConnector().getLocalPort(), basePath, () -> stop(tomcat));
        }

        private void stop(Tomcat tomcat) {
            try {
                tomcat.stop();
                tomcat.destroy();
            } catch (LifecycleException e) {
                throw new AssertionError(e);
            }
        }
    };

    private record Started(int port, String basePath, Runnable stop) implements HttpContract.Running {
        @Override
        public void close() {
            stop.run();
        }
    }

    /** Serves the application's servlets in that context, set up so. */
    abstract HttpContract.Running serve(String context, Consumer<jakarta.servlet.ServletContext> setup, String basePath)
            throws Exception;

    /** The same with a filter in front. */
    HttpContract.Running start(Served given, String context) throws Exception {
        Latchkey latchkey = latchkey(given, context + "/api");
        LatchkeyFilter filter = LatchkeyFilter.builder(latchkey)
                .anyone("/open", "/dispatching", "/*")
                .members("/api/*", "/notes/*", "/later", "/streamed", "/reset", "/broken", "/outage", "/teapot")
                .fresh("/secret")
                .unguarded("/assets/*")
                .build();
        HttpContract.Running running = serve(context, filter::addTo, context + "/api");
        return new Started(running.port(), running.basePath(), () -> {
            running.close();
            latchkey.close();
        });
    }

    static Latchkey latchkey(Served given, String basePath) {
        return Latchkey.builder()
                .publicOrigin(RawClient.ORIGIN)
                .basePath(basePath)
                .stores(given.stores())
                .hasher(given.hasher())
                .clock(given.clock())
                .build();
    }
}
