package dev.latchkey.examples.jdk;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Starts the JDK's server at http://localhost:8080, where jane may log in. */
final class App {
    private App() {}

    public static void main(String[] arguments) throws IOException {
        Stores stores = Stores.memory();
        PasswordHasher hasher = new Argon2idHasher();
        Password password = Password.parse("correct horse battery").orElseThrow();
        Username jane = Username.parse("jane").orElseThrow();
        stores.users().insert(new User(new PrincipalId("u-jane"), jane, "Jane", hasher.hash(password), false));
        Latchkey latchkey = Latchkey.builder()
                .publicOrigin("http://localhost:8080")
                .stores(stores)
                .hasher(hasher)
                .build();
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 8080), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        new Notes(latchkey).serve(server);
        server.start();
    }
}
