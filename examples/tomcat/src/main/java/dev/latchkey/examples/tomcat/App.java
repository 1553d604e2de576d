package dev.latchkey.examples.tomcat;

import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.servlet.LatchkeyFilter;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Starts Tomcat on port 8080, for a proxy to which browsers come at http://localhost:5173; jane may log in. */
final class App {
    private App() {}

    public static void main(String[] arguments) throws Exception {
        Stores stores = Stores.memory();
        PasswordHasher hasher = new Argon2idHasher();
        Password password = Password.parse("correct horse battery").orElseThrow();
        Username jane = Username.parse("jane").orElseThrow();
        stores.users().insert(new User(new PrincipalId("u-jane"), jane, "Jane", hasher.hash(password), false));
        try (Latchkey latchkey = Latchkey.builder()
                .deployment("same-domain")
                .publicOrigin(System.getProperty("origin", "http://localhost:5173"))
                .set(DeploymentSetting.TRUSTED_PROXIES, "127.0.0.1")
                .stores(stores)
                .hasher(hasher)
                .build()) {
            Tomcat tomcat = serve(latchkey, Integer.getInteger("port", 8080));
            tomcat.start();
            tomcat.getServer().await();
        }
    }

    static Tomcat serve(Latchkey latchkey, int port) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", "127.0.0.1"); // the proxy alone comes here
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "notes", new Notes()).addMapping("/api/notes");
        LatchkeyFilter filter = LatchkeyFilter.builder(latchkey).build();
        context.addServletContainerInitializer((classes, servlets) -> filter.addTo(servlets), Set.of());
        return tomcat;
    }
}
