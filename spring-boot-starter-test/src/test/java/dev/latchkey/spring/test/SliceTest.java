package dev.latchkey.spring.test;

import static dev.latchkey.spring.test.LatchkeyUser.latchkeyUser;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The controllers of an application alone. */
@WebMvcTest(NotesApp.Notes.class)
class SliceTest {
    @Autowired
    private MockMvcTester application;

    @Test
    void a_slice_is_guarded_as_the_whole_is() {
        assertThat(application.get().uri("/api/notes")).hasStatus(401);
        assertThat(application.get().uri("/api/notes").with(latchkeyUser("jane")))
                .bodyText()
                .isEqualTo("notes of jane");
    }
}
