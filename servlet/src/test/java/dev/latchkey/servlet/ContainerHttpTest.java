package dev.latchkey.servlet;

import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.Served;
import org.junit.jupiter.api.Nested;

/** The API over sockets of each container, at the root and in a context. */
class ContainerHttpTest {
    @Nested
    class In_Jetty extends HttpContract {
        @Override
        protected Running start(Served given) throws Exception {
            return Container.JETTY.start(given, "");
        }
    }

    @Nested
    class In_Jetty_under_a_context_path extends HttpContract {
        @Override
        protected Running start(Served given) throws Exception {
            return Container.JETTY.start(given, "/ctx");
        }
    }

    @Nested
    class In_Tomcat extends HttpContract {
        @Override
        protected Running start(Served given) throws Exception {
            return Container.TOMCAT.start(given, "");
        }
    }

    @Nested
    class In_Tomcat_under_a_context_path extends HttpContract {
        @Override
        protected Running start(Served given) throws Exception {
            return Container.TOMCAT.start(given, "/ctx");
        }
    }
}
