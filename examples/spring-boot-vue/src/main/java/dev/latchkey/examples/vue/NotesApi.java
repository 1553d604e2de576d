package dev.latchkey.examples.vue;

import dev.latchkey.servlet.LoggedInUser;
import dev.latchkey.spring.Fresh;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Notes of whoever is logged in, for a page that lies elsewhere. */
@SpringBootApplication
@RestController
public class NotesApi {
    /** Starts it at http://localhost:8080. */
    public static void main(String[] arguments) {
        SpringApplication.run(NotesApi.class, arguments);
    }

    /** For who is logged in, and for a page of {@code spa-origins} alone to read. */
    @GetMapping("/api/notes")
    public List<String> notes(@AuthenticationPrincipal LoggedInUser user) {
        return List.of("a note of " + user.displayName());
    }

    /** For who proved the password recently; anyone else is asked for it. */
    @Fresh
    @DeleteMapping("/api/notes")
    public String delete() {
        return "deleted";
    }
}
