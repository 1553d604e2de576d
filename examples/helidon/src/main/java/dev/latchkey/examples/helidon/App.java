package dev.latchkey.examples.helidon;

import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.guard.Access;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Starts Helidon at http://localhost:8080, where jane may log in. */
final class App {
    private App() {}

    public static void main(String[] arguments) {
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
        serve(latchkey, 8080).start();
    }

    static WebServer serve(Latchkey latchkey, int port) {
        return WebServer.builder()
                .host("localhost")
                .port(port)
                .routing(routes -> routes.addFilter(new Login(latchkey))
                        .get("/notes", App::notes)
                        .delete("/notes", (request, response) -> response.send("deleted")))
                .build();
    }

    private static void notes(ServerRequest request, ServerResponse response) {
        Access.Member member = request.context().get(Access.Member.class).orElseThrow(); // whom the filter let in
        response.send("notes of " + member.user().name());
    }
}
