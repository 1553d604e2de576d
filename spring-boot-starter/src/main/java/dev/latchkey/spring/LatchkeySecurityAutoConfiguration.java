package dev.latchkey.spring;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.Latchkey;
import jakarta.servlet.DispatcherType;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.method.AuthorizationInterceptorsOrder;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.ClassUtils;

/** What Spring Security knows of Latchkey. Steps back where the application has a chain of its own. */
@AutoConfiguration(
        after = LatchkeyAutoConfiguration.class,
        before = {ServletWebSecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(Latchkey.class)
@Import(FreshProxies.class)
class LatchkeySecurityAutoConfiguration {
    static final String OWN_PROVIDER = "latchkeyAuthenticationProvider";

    private static final boolean KNOWS_ENDPOINTS = ClassUtils.isPresent(
            "org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties",
            LatchkeySecurityAutoConfiguration.class.getClassLoader());

    /**
     * The page and its files are for everybody, everything else for who is logged in; endpoints of the actuator are for
     * nobody, but that of health: whoever may make an account is no operator.
     */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE - 5)
    @ConditionalOnMissingBean(SecurityFilterChain.class)
    SecurityFilterChain latchkeySecurityFilterChain(HttpSecurity http) throws Exception {
        return http.with(LatchkeyConfigurer.latchkey(), withDefaults())
                .authorizeHttpRequests(requests -> {
                    if (KNOWS_ENDPOINTS) {
                        Endpoints.guard(requests);
                    }
                    requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                            .permitAll()
                            .requestMatchers("/", "/index.html", "/favicon.ico", "/assets/**", "/error")
                            .permitAll()
                            .anyRequest()
                            .authenticated();
                })
                .build();
    }

    /** A class of its own: an application need not have an actuator. */
    private static final class Endpoints {
        static void guard(
                AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
            requests.requestMatchers(EndpointRequest.to("health"))
                    .permitAll()
                    .requestMatchers(EndpointRequest.toAnyEndpoint())
                    .denyAll();
        }
    }

    /** Else Spring Boot makes up a user of its own, whose password opens nothing here. */
    @Bean(OWN_PROVIDER)
    @ConditionalOnMissingBean({
        AuthenticationManager.class,
        AuthenticationProvider.class,
        UserDetailsService.class,
        AuthenticationManagerResolver.class
    })
    AuthenticationProvider latchkeyAuthenticationProvider() {
        return new AuthenticationProvider() {
            @Override
            public Authentication authenticate(Authentication authentication) {
                return authentication;
            }

            @Override
            public boolean supports(Class<?> type) {
                return LatchkeyAuthentication.class.isAssignableFrom(type);
            }
        };
    }

    /** {@link Fresh} on methods and classes. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor latchkeyFreshAdvisor() {
        ComposablePointcut pointcut =
                new ComposablePointcut(AnnotationMatchingPointcut.forMethodAnnotation(Fresh.class));
        pointcut.union(new AnnotationMatchingPointcut(Fresh.class, true));
        AuthorizationManager<MethodInvocation> manager = FreshDecision.manager();
        AuthorizationManagerBeforeMethodInterceptor interceptor =
                new AuthorizationManagerBeforeMethodInterceptor(pointcut, manager);
        interceptor.setOrder(AuthorizationInterceptorsOrder.PRE_AUTHORIZE.getOrder());
        return interceptor;
    }
}
