package dev.latchkey.doctor;

import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.origin.Origin;
import java.util.List;

/** What is sent. */
record Question(String method, Origin to, String path, List<HeaderField> headers, String body) {
    Question {
        headers = List.copyOf(headers);
    }

    static Question get(Origin to, String path, List<HeaderField> headers) {
        return new Question("GET", to, path, headers, "");
    }
}
