package dev.latchkey.spring;

import dev.latchkey.core.account.UserDirectory;
import dev.latchkey.core.credential.PasswordHasher;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/** An application that has users of its own, as Spring Security asks for them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(UserDetailsService.class)
@ConditionalOnMissingBean(UserDirectory.class)
class UserDetailsConfiguration {
    @Bean
    UserDetailsUsers latchkeyUserDetailsUsers(
            UserDetailsService service, ObjectProvider<UserDetailsPasswordService> passwords, Environment environment) {
        if (new LatchkeySettings(environment).isRegistrationOpen()) {
            throw new SetupException(
                    "latchkey.registration = open, and users come from a UserDetailsService, which adds none",
                    "leave latchkey.registration out, and let a controller of yours add users");
        }
        return new UserDetailsUsers(service, () -> Optional.ofNullable(passwords.getIfAvailable()));
    }

    @Bean
    @ConditionalOnMissingBean
    PasswordHasher latchkeyPasswordHasher(ObjectProvider<PasswordEncoder> encoder) {
        return new EncodedPasswords(encoder.getIfAvailable(PasswordEncoderFactories::createDelegatingPasswordEncoder));
    }

    @Bean
    @ConditionalOnMissingBean
    LatchkeyAuthorities latchkeyUserDetailsAuthorities(UserDetailsUsers users) {
        return new UserDetailsAuthorities(users);
    }
}
