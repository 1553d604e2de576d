package dev.latchkey.spring;

import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.Served;
import org.junit.jupiter.api.Nested;

/** The API over sockets of Spring Boot, on each container, at the root and in a context. */
class BootHttpTest {
    @Nested
    class On_Tomcat extends HttpContract {
        @Override
        protected Running start(Served given) {
            return Boot.TOMCAT.start(given, "");
        }
    }

    @Nested
    class On_Tomcat_under_a_context_path extends HttpContract {
        @Override
        protected Running start(Served given) {
            return Boot.TOMCAT.start(given, "/ctx");
        }
    }

    @Nested
    class On_Jetty extends HttpContract {
        @Override
        protected Running start(Served given) {
            return Boot.JETTY.start(given, "");
        }
    }

    @Nested
    class On_Jetty_under_a_context_path extends HttpContract {
        @Override
        protected Running start(Served given) {
            return Boot.JETTY.start(given, "/ctx");
        }
    }
}
