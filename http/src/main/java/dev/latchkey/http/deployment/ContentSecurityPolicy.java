package dev.latchkey.http.deployment;

import dev.latchkey.http.exchange.HeaderField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code Content-Security-Policy} of the app's page (CSP Level 3; ASVS 5.0 V3.4.3): nothing but our own files and
 * what is allowed beside them, no plug-ins, no framing. Immutable.
 */
public final class ContentSecurityPolicy {
    private static final String SELF = "'self'";
    private static final String UNSAFE_INLINE = "'unsafe-inline'";

    private final Map<Directive, List<String>> sources;

    private ContentSecurityPolicy(Map<Directive, List<String>> sources) {
        this.sources = sources;
    }

    /** What more may be allowed for, part by part. */
    public enum Directive {
        /** Scripts. */
        SCRIPT,
        /** Style sheets. */
        STYLE,
        /** What scripts call. */
        CONNECT,
        /** Pictures; small ones come inside of the files that a build makes. */
        IMG,
        /** Fonts. */
        FONT,
        /** Pages in frames of this one. */
        FRAME;

        /** As it is written in the header. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT) + "-src";
        }
    }

    /** Our own files alone, pictures in them included. */
    public static ContentSecurityPolicy ownFiles() {
        Map<Directive, List<String>> sources = new EnumMap<>(Directive.class);
        for (Directive directive : Directive.values()) {
            sources.put(directive, directive == Directive.IMG ? List.of(SELF, "data:") : List.of(SELF));
        }
        return new ContentSecurityPolicy(sources);
    }

    /** The same policy, with more sources for one part, each a source expression of CSP Level 3 §2.3.1. */
    public ContentSecurityPolicy allowing(Directive directive, List<String> more) {
        Map<Directive, List<String>> all = new EnumMap<>(sources);
        List<String> list = new ArrayList<>(sources(directive));
        list.addAll(more);
        all.put(directive, List.copyOf(list));
        return new ContentSecurityPolicy(all);
    }

    /** The same policy, with more sources for several parts. */
    public ContentSecurityPolicy allowing(Map<Directive, List<String>> more) {
        ContentSecurityPolicy all = this;
        for (Map.Entry<Directive, List<String>> part : more.entrySet()) {
            all = all.allowing(part.getKey(), part.getValue());
        }
        return all;
    }

    /** What is allowed for one part. */
    public List<String> sources(Directive directive) {
        return sources.getOrDefault(directive, List.of());
    }

    /** For a page of plain files, without any inline script. */
    public HeaderField header() {
        return header("");
    }

    /**
     * For a rendered page.
     *
     * @param nonce base64url, a new one for every answer
     */
    public HeaderField headerWithNonce(String nonce) {
        return header(" 'nonce-" + nonce + "'");
    }

    private HeaderField header(String nonce) {
        StringBuilder policy = new StringBuilder("default-src 'self'");
        sources.forEach((directive, list) -> {
            policy.append("; ").append(directive.wireName()).append(' ').append(String.join(" ", list));
            if (takesNonce(directive, list)) {
                policy.append(nonce);
            }
        });
        return new HeaderField(
                "Content-Security-Policy",
                policy.append("; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
                        .toString());
    }

    /** Beside a nonce browsers pass over {@code 'unsafe-inline'} (CSP Level 3 §6.7.3.2). */
    private static boolean takesNonce(Directive directive, List<String> sources) {
        return directive == Directive.SCRIPT || (directive == Directive.STYLE && !sources.contains(UNSAFE_INLINE));
    }
}
