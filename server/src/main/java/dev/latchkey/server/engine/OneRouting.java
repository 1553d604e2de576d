package dev.latchkey.server.engine;

import io.helidon.webserver.Router;
import io.helidon.webserver.Routing;
import io.helidon.webserver.WebServer;
import java.util.List;

/** A router that knows one routing. */
final class OneRouting implements Router {
    private final Routing routing;

    OneRouting(Routing routing) {
        this.routing = routing;
    }

    @Override
    public <T extends Routing> T routing(Class<T> type, T defaultValue) {
        return type.isInstance(routing) ? type.cast(routing) : defaultValue;
    }

    @Override
    public List<? extends Routing> routings() {
        return List.of(routing);
    }

    @Override
    public void beforeStart() {}

    @Override
    public void afterStart(WebServer server) {}

    @Override
    public void afterStop() {}
}
