package dev.latchkey.http.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("ASVS 3.5.7, 3.5.8: what a session may read is not loaded as part of a page")
class ResourceIsolationTest {
    private static List<String> lines(String cell) {
        return cell.equals("-") ? List.of() : Arrays.asList(cell.split(" \\+ ", -1));
    }

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a script or an old browser      | -                | -        | -           | true
            our own fetch                   | empty            | cors     | same-origin | true
            a trusted page's fetch          | empty            | cors     | cross-site  | true
            our own fetch without CORS      | empty            | no-cors  | same-origin | true
            typed into the address bar      | document         | navigate | none        | true
            a link from another site        | document         | navigate | cross-site  | true
            a fetch without CORS, elsewhere | empty            | no-cors  | cross-site  | false
            a fetch without CORS, sibling   | empty            | no-cors  | same-site   | false
            mode and site alone             | -                | no-cors  | cross-site  | false
            our own frame, too              | iframe           | navigate | same-origin | false
            our own image, too              | image            | no-cors  | same-origin | false
            hidden behind another line      | empty + script   | cors     | same-origin | false
            hidden behind another line      | empty            | cors + no-cors | same-origin + cross-site | false
            mixed case                      | Script           | no-cors  | same-origin | false
            an empty value                  | ""               | cors     | same-origin | false
            """)
    void but_fetched_or_seen_by_the_person(
            String label, String destination, String mode, String site, boolean allowed) {
        assertThat(ResourceIsolation.allows(lines(destination), lines(mode), lines(site)))
                .as(label)
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audio",
                "audioworklet",
                "embed",
                "fencedframe",
                "font",
                "frame",
                "iframe",
                "image",
                "json",
                "manifest",
                "nested-document",
                "object",
                "paintworklet",
                "report",
                "script",
                "serviceworker",
                "sharedworker",
                "style",
                "text",
                "track",
                "video",
                "webidentity",
                "worker",
                "xslt",
                "invented-tomorrow"
            })
    void no_destination_of_the_Fetch_standard_but_fetch_and_document_is_allowed(String destination) {
        assertThat(ResourceIsolation.allows(List.of(destination), List.of("cors"), List.of("same-origin")))
                .isFalse();
    }
}
