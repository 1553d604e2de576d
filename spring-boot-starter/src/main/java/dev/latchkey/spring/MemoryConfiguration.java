package dev.latchkey.spring;

import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.token.Tokens;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Where nobody says where to keep anything: nowhere, which is told aloud, with a user to try it with. */
@Configuration(proxyBeanMethods = false)
class MemoryConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.spring");
    private static final int PASSWORD_BYTES = 12;

    @Bean
    @ConditionalOnMissingBean
    Stores latchkeyStores(PasswordHasher hasher, ObjectProvider<UserDetailsUsers> users, Environment environment) {
        if (new LatchkeySettings(environment).data().isPresent()) {
            throw new SetupException(
                    LatchkeySettings.DATA + " is set, and the class path has nothing that keeps data in files",
                    "add the dependency dev.latchkey:latchkey-store-sqlite");
        }
        Stores stores = Stores.memory();
        LOG.warn(
                "everything is kept in memory: a restart logs everybody out. To keep it, add"
                        + " dev.latchkey:latchkey-store-sqlite and write {} = ./data",
                LatchkeySettings.DATA);
        if (users.stream().findAny().isEmpty()) {
            addSomebody(stores, hasher, environment);
        }
        return stores;
    }

    private static void addSomebody(Stores stores, PasswordHasher hasher, Environment environment) {
        String name = environment.getProperty("spring.security.user.name", "user");
        String given = environment.getProperty("spring.security.user.password", "");
        String password = given.isEmpty() ? HexFormat.of().formatHex(new Tokens().newSecret(PASSWORD_BYTES)) : given;
        stores.users()
                .insert(new User(
                        new PrincipalId("u-" + name),
                        Username.parse(name)
                                .orElseThrow(() -> new SetupException(
                                        "spring.security.user.name = " + name + ": it is no username",
                                        "write another")),
                        name,
                        hasher.hash(Password.parse(password).orElseThrow()),
                        false));
        if (given.isEmpty()) {
            // As Spring Boot does it: known to who sees this console, and gone with this process.
            LOG.warn("to try it, log in as {} with the generated password {}", name, password);
        }
    }
}
