package dev.latchkey.spring.test;

import static dev.latchkey.spring.test.LatchkeyUser.latchkeyUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@SpringBootTest
@AutoConfigureMockMvc
class WholeApplicationTest {
    @Autowired
    private MockMvcTester application;

    @Autowired
    private NotesApp.Notes notes;

    @Test
    void a_stranger_is_told_to_log_in() {
        assertThat(application.get().uri("/api/notes"))
                .hasStatus(401)
                .bodyText()
                .contains("not_authenticated");
    }

    @Test
    void a_user_of_latchkey_is_logged_in() {
        assertThat(application.get().uri("/api/notes").with(latchkeyUser("jane")))
                .hasStatusOk()
                .bodyText()
                .isEqualTo("notes of jane");
        assertThat(application.get().uri("/api/notes").with(latchkeyUser("john")))
                .bodyText()
                .isEqualTo("notes of john");
        assertThat(application.post().uri("/api/notes").with(latchkeyUser("jane")))
                .hasStatusOk();
    }

    @Test
    void only_a_fresh_one_may_do_what_asks_for_a_recent_proof() {
        assertThat(application.delete().uri("/api/notes").with(latchkeyUser("jane")))
                .hasStatus(403)
                .bodyText()
                .contains("reauthentication_required");
        assertThat(application
                        .delete()
                        .uri("/api/notes")
                        .with(latchkeyUser("jane").fresh()))
                .hasStatusOk();
    }

    @Test
    void a_page_of_another_site_does_nothing_in_their_name() {
        assertThat(application
                        .post()
                        .uri("/api/notes")
                        .header("Origin", "https://evil.example")
                        .with(latchkeyUser("jane")))
                .hasStatus(403)
                .bodyText()
                .contains("origin_rejected");
    }

    @Test
    @WithLatchkeyUser(value = "jane", authorities = "ROLE_EDITOR")
    void an_annotation_logs_in_for_requests_and_for_methods() {
        assertThat(notes.edit()).isEqualTo("edited");
        assertThatThrownBy(notes::delete).isInstanceOf(AccessDeniedException.class);
        assertThat(application.get().uri("/api/notes")).bodyText().isEqualTo("notes of jane");
        assertThat(application.get().uri("/editors")).hasStatusOk();
    }

    @Test
    @WithLatchkeyUser(fresh = true)
    void an_annotation_makes_somebody_fresh() {
        assertThat(notes.delete()).isEqualTo("deleted");
        assertThat(application.delete().uri("/api/notes")).hasStatusOk();
        assertThat(application.get().uri("/editors")).hasStatus(403);
    }
}
