package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserDirectory;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.token.Tokens;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Somebody to log in as, where there is nobody yet: whom properties name, with a password of theirs; on a developer's own
 * machine also with one that is made up, as Spring Boot does it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(Storage.class)
@ConditionalOnMissingBean(UserDirectory.class)
class FirstUserConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.spring");
    private static final String NAME = "spring.security.user.name";
    private static final String PASSWORD = "spring.security.user.password";
    private static final int PASSWORD_BYTES = 12;

    @Bean
    SmartInitializingSingleton latchkeyFirstUser(Latchkey latchkey, PasswordHasher hasher, Environment environment) {
        return () -> {
            UserStore users = latchkey.installation().stores().users();
            if (users.list("", 1).isEmpty()
                    && latchkey.installation().registration().isEmpty()) {
                add(latchkey, users, hasher, environment);
            }
        };
    }

    private static void add(Latchkey latchkey, UserStore users, PasswordHasher hasher, Environment environment) {
        String name = environment.getProperty(NAME, "user");
        String given = environment.getProperty(PASSWORD, "");
        if (given.isEmpty() && !latchkey.policy().publicOrigin().isLoopback()) {
            LOG.warn(
                    "there are no users, and nobody can make an account: write {} and {} for the first",
                    NAME,
                    PASSWORD);
            return;
        }
        String password = given.isEmpty() ? HexFormat.of().formatHex(new Tokens().newSecret(PASSWORD_BYTES)) : given;
        boolean added = users.insert(new User(
                new PrincipalId("u-" + name),
                Username.parse(name)
                        .orElseThrow(
                                () -> new SetupException(NAME + " = " + name + ": it is no username", "write another")),
                name,
                hasher.hash(Password.parse(password)
                        .orElseThrow(() -> new SetupException(
                                PASSWORD + ": it is no password that anybody could log in with", "write another"))),
                false));
        if (added && given.isEmpty()) {
            // As Spring Boot does it: known to who sees this console.
            LOG.warn("to try it, log in as {} with the generated password {}", name, password);
        }
    }
}
