package dev.latchkey.examples.javalin;

import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.guard.Access;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.Objects;

/** Starts Javalin at http://localhost:8080, where jane may log in. */
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
        serve(latchkey).start("localhost", 8080);
    }

    static Javalin serve(Latchkey latchkey) {
        return Javalin.create(config -> {
            config.routes.before(new Login(latchkey));
            config.routes.get("/notes", App::notes);
            config.routes.delete("/notes", context -> context.result("deleted"));
        });
    }

    private static void notes(Context context) {
        Access.Member member = Objects.requireNonNull(context.attribute("member")); // whom Login let in
        context.result("notes of " + member.user().name());
    }
}
