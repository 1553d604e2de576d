package dev.latchkey.neighbours;

import dev.latchkey.servlet.LoggedInUser;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application with a table of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(NotesApp.Notes.class)
class NotesApp {
    /** A row of that table. */
    @Entity(name = "note")
    static class Note {
        @Id
        Long id;
    }

    /** That table. */
    interface NoteRepository extends JpaRepository<Note, Long> {}

    @RestController
    static class Notes {
        @GetMapping("/api/notes")
        String read(@AuthenticationPrincipal LoggedInUser user) {
            return "notes of " + user.username();
        }
    }
}
