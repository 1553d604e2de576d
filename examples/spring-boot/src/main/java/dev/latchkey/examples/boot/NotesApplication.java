package dev.latchkey.examples.boot;

import dev.latchkey.servlet.LoggedInUser;
import dev.latchkey.spring.Fresh;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Notes of whoever is logged in. */
@SpringBootApplication
@RestController
public class NotesApplication {
    /** Starts it at http://localhost:8080. */
    public static void main(String[] arguments) {
        SpringApplication.run(NotesApplication.class, arguments);
    }

    /** For who is logged in: nothing was written for that. */
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
