package dev.latchkey.http.guard;

import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a proxy needs of a refusal that it asked for on behalf of another request, in headers: nginx keeps no body of the
 * answer, and encodes nothing itself.
 */
final class OnBehalf {
    /** What {@code localPath} of the client takes. */
    private static final int LONGEST = 2048;

    private final Forwarding forwarding;

    OnBehalf(Forwarding forwarding) {
        this.forwarding = forwarding;
    }

    /** Why nobody is logged in, and what was asked for, ready to stand in a query. */
    List<HeaderField> lines(Request request, Reason reason) {
        List<HeaderField> lines = new ArrayList<>();
        lines.add(new HeaderField("Latchkey-Code", Problem.of(reason).code().wireName()));
        lines.add(new HeaderField("Latchkey-Reason", reason.wireName()));
        askedFor(request)
                .map(path -> URLEncoder.encode(path, StandardCharsets.UTF_8))
                .ifPresent(next -> lines.add(new HeaderField("Latchkey-Next", next)));
        return lines;
    }

    /** A path of this origin; empty when no proxy of ours names one, or two differ. */
    private Optional<String> askedFor(Request request) {
        if (!forwarding.isTrusted(request.peerAddress())) {
            return Optional.empty();
        }
        List<String> named = Stream.of(RequestHeader.X_ORIGINAL_URI, RequestHeader.X_FORWARDED_URI)
                .flatMap(name -> request.header(name).stream())
                .distinct()
                .toList();
        return named.size() == 1
                ? Optional.of(named.getFirst())
                        .filter(path -> path.length() <= LONGEST && path.startsWith("/") && !path.startsWith("//"))
                : Optional.empty();
    }
}
