package dev.latchkey.http.diagnosis;

import java.util.List;

/**
 * What the server saw of one request. Every text is printable, and no cookie's value is among them.
 *
 * @param scheme how the client reached us, as far as anyone vouches for it
 * @param hosts the host it asked for
 * @param peer the address at the other end of the connection
 * @param client the client's address
 * @param isForwarded whether a trusted proxy passed the request on
 * @param headers the lines that decide: names and values of {@code Origin} and {@code Sec-Fetch-*}
 * @param cookieNames the cookies that came
 * @param sessionCookie how the session cookie is set here, without a value
 * @param hasProbe whether the cookie that an earlier answer of this kind set came back
 * @param symptoms what would lose a cookie, the likeliest cause first; none when all is well
 */
public record Diagnosis(
        String scheme,
        List<String> hosts,
        String peer,
        String client,
        boolean isForwarded,
        List<Line> headers,
        List<String> cookieNames,
        String sessionCookie,
        boolean hasProbe,
        List<Symptom> symptoms) {
    /** Copies the lists. */
    public Diagnosis {
        hosts = List.copyOf(hosts);
        headers = List.copyOf(headers);
        cookieNames = List.copyOf(cookieNames);
        symptoms = List.copyOf(symptoms);
    }

    /** One header line. */
    public record Line(String name, String value) {}

    /**
     * One thing that would lose a cookie.
     *
     * @param cause which
     * @param detail what was seen
     * @param cure what to do
     */
    public record Symptom(Cause cause, String detail, String cure) {}
}
