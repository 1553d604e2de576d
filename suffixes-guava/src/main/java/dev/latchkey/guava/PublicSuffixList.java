package dev.latchkey.guava;

import com.google.common.net.InternetDomainName;
import dev.latchkey.http.deployment.PublicSuffixes;

/** The Public Suffix List that Guava ships: the registries' suffixes and those of hosters alike. Thread-safe. */
public final class PublicSuffixList implements PublicSuffixes {
    /** Ready at once; the list is read when it is first asked. */
    public PublicSuffixList() {}

    @Override
    public String publicSuffix(String host) {
        if (InternetDomainName.isValid(host)) {
            InternetDomainName suffix = InternetDomainName.from(host).publicSuffix();
            if (suffix != null) {
                return suffix.toString();
            }
        }
        return host.substring(host.lastIndexOf('.') + 1);
    }
}
