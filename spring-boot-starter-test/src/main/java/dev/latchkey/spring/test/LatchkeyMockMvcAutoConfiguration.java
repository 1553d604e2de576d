package dev.latchkey.spring.test;

import dev.latchkey.Latchkey;
import dev.latchkey.http.origin.Origin;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Sends requests of MockMvc where browsers send theirs, encrypted where those are: else each would be one for another host. */
@AutoConfiguration(afterName = "dev.latchkey.spring.LatchkeyAutoConfiguration")
@ConditionalOnClass(MockMvcBuilderCustomizer.class)
@ConditionalOnBean(Latchkey.class)
class LatchkeyMockMvcAutoConfiguration {
    @Bean
    MockMvcBuilderCustomizer latchkeyMockMvcBuilderCustomizer(Latchkey latchkey) {
        Origin origin = latchkey.policy().publicOrigin();
        return builder -> builder.defaultRequest(
                MockMvcRequestBuilders.get("/").secure(origin.isHttps()).header("Host", origin.authority()));
    }
}
