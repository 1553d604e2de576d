package dev.latchkey.spring;

import com.google.common.net.InternetDomainName;
import dev.latchkey.http.deployment.PublicSuffixes;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which domains belong to different people, by the list that Guava ships: a cross-origin deployment asks for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(InternetDomainName.class)
class SuffixesConfiguration {
    @Bean
    @ConditionalOnMissingBean
    PublicSuffixes latchkeyPublicSuffixes() {
        return SuffixesConfiguration::publicSuffix;
    }

    private static String publicSuffix(String host) {
        if (InternetDomainName.isValid(host)) {
            InternetDomainName suffix = InternetDomainName.from(host).publicSuffix();
            if (suffix != null) {
                return suffix.toString();
            }
        }
        return host.substring(host.lastIndexOf('.') + 1);
    }
}
