package dev.latchkey.spring;

import dev.latchkey.core.session.ProofMethod;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/** Ways to prove who one is: as Spring Security calls them, and as a session keeps them. */
enum Factor {
    WEBAUTHN(FactorGrantedAuthority.WEBAUTHN_AUTHORITY, "hwk"),
    X509(FactorGrantedAuthority.X509_AUTHORITY, "x509"),
    ONE_TIME_TOKEN(FactorGrantedAuthority.OTT_AUTHORITY, "otp"),
    PASSWORD(FactorGrantedAuthority.PASSWORD_AUTHORITY, "pwd"),
    AUTHORIZATION_CODE(FactorGrantedAuthority.AUTHORIZATION_CODE_AUTHORITY, "oauth"),
    SAML_RESPONSE(FactorGrantedAuthority.SAML_RESPONSE_AUTHORITY, "saml"),
    CAS(FactorGrantedAuthority.CAS_AUTHORITY, "cas");

    /** Something else that the application vouches for. */
    static final ProofMethod OTHER = new ProofMethod("app");

    private final String authority;
    private final String word;

    Factor(String authority, String word) {
        this.authority = authority;
        this.word = word;
    }

    /** The one that sessions call so. */
    static Optional<Factor> of(ProofMethod method) {
        return Arrays.stream(values())
                .filter(factor -> factor.word.equals(method.word()))
                .findFirst();
    }

    /** The one that was proven last: those of before came along from whoever was logged in then. */
    static Optional<Factor> of(Authentication authentication) {
        return authentication.getAuthorities().stream()
                .filter(FactorGrantedAuthority.class::isInstance)
                .map(FactorGrantedAuthority.class::cast)
                .max(Comparator.comparing(FactorGrantedAuthority::getIssuedAt))
                .flatMap(latest -> named(latest.getAuthority()));
    }

    /** The one that Spring Security calls so. */
    static Optional<Factor> named(@Nullable String authority) {
        return Arrays.stream(values())
                .filter(factor -> factor.authority.equals(authority))
                .findFirst();
    }

    ProofMethod method() {
        return new ProofMethod(word);
    }

    FactorGrantedAuthority provenAt(Instant at) {
        return FactorGrantedAuthority.withAuthority(authority).issuedAt(at).build();
    }
}
