package dev.latchkey.doctor;

import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.wire.JsonTree;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param headers every line, by its name in lower case
 */
record Answer(int status, Map<String, List<String>> headers, String body) {
    List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Every line of that name as one text; empty for none. */
    String headerText(String name) {
        return String.join(", ", header(name));
    }

    boolean isOk() {
        return status >= 200 && status < 300;
    }

    /** The body's members; none when it is not a JSON object. */
    Map<?, ?> json() {
        return headerText("content-type").contains("json") ? JsonTree.object(body) : Map.of();
    }

    /** A member of the body as text; empty where there is none. */
    String text(String member) {
        return json().get(member) instanceof String text ? Printable.sentence(text, 300) : "";
    }

    /** Whether it is one of Latchkey's own refusals. */
    boolean isProblem(String code) {
        return text("code").equals(code);
    }

    /** Which of Latchkey's own refusals it is; empty for any other answer. */
    Optional<ErrorCode> refusal() {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.status() == status && isProblem(code.wireName()))
                .findFirst();
    }

    /** In a few words, for a person. */
    String summary() {
        String type = headerText("content-type");
        return status + (type.isEmpty() ? "" : ", " + Printable.sentence(type, 300));
    }
}
