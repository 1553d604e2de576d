package dev.latchkey.examples.jetty;

import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.servlet.LatchkeyFilter;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;

/** Starts Jetty at http://localhost:8080, where jane may log in. */
final class App {
    private App() {}

    public static void main(String[] arguments) throws Exception {
        Stores stores = Stores.memory();
        PasswordHasher hasher = new Argon2idHasher();
        Password password = Password.parse("correct horse battery").orElseThrow();
        Username jane = Username.parse("jane").orElseThrow();
        stores.users().insert(new User(new PrincipalId("u-jane"), jane, "Jane", hasher.hash(password), false));
        int port = Integer.getInteger("port", 8080);
        try (Latchkey latchkey = Latchkey.builder()
                .publicOrigin("http://localhost:" + port)
                .stores(stores)
                .hasher(hasher)
                .build()) {
            Server server = serve(latchkey, port);
            server.start();
            server.join();
        }
    }

    static Server serve(Latchkey latchkey, int port) {
        ServletContextHandler handler = new ServletContextHandler("/");
        handler.addServlet(new Notes(), "/notes");
        LatchkeyFilter filter = LatchkeyFilter.builder(latchkey).anyone("/").build();
        handler.addServletContainerInitializer((classes, context) -> filter.addTo(context));
        Server server = new Server(new InetSocketAddress("localhost", port));
        server.setHandler(handler);
        return server;
    }
}
