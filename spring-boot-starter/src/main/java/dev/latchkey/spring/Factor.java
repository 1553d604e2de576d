package dev.latchkey.spring;

import dev.latchkey.core.session.ProofMethod;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/** Ways to prove who one is: as Spring Security calls them, and as a session keeps them. */
enum Factor {
    PASSWORD(FactorGrantedAuthority.PASSWORD_AUTHORITY, ProofMethod.PASSWORD),
    WEBAUTHN(FactorGrantedAuthority.WEBAUTHN_AUTHORITY, new ProofMethod("hwk")),
    ONE_TIME_TOKEN(FactorGrantedAuthority.OTT_AUTHORITY, new ProofMethod("otp")),
    X509(FactorGrantedAuthority.X509_AUTHORITY, new ProofMethod("x509")),
    AUTHORIZATION_CODE(FactorGrantedAuthority.AUTHORIZATION_CODE_AUTHORITY, new ProofMethod("oauth")),
    SAML_RESPONSE(FactorGrantedAuthority.SAML_RESPONSE_AUTHORITY, new ProofMethod("saml")),
    CAS(FactorGrantedAuthority.CAS_AUTHORITY, new ProofMethod("cas"));

    /** Something else that the application vouches for. */
    static final ProofMethod OTHER = new ProofMethod("app");

    private final String authority;
    private final ProofMethod method;

    Factor(String authority, ProofMethod method) {
        this.authority = authority;
        this.method = method;
    }

    /** The one that sessions call so. */
    static Optional<Factor> of(ProofMethod method) {
        return Arrays.stream(values())
                .filter(factor -> factor.method.equals(method))
                .findFirst();
    }

    /** The one by which somebody was authenticated; the strongest, if by several. */
    static Optional<Factor> of(Authentication authentication) {
        return Arrays.stream(
                        new Factor[] {WEBAUTHN, X509, ONE_TIME_TOKEN, PASSWORD, AUTHORIZATION_CODE, SAML_RESPONSE, CAS})
                .filter(factor -> authentication.getAuthorities().stream()
                        .anyMatch(each -> factor.authority.equals(each.getAuthority())))
                .findFirst();
    }

    ProofMethod method() {
        return method;
    }

    FactorGrantedAuthority provenAt(Instant at) {
        return FactorGrantedAuthority.withAuthority(authority).issuedAt(at).build();
    }
}
