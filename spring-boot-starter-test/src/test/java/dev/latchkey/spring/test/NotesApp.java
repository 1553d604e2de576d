package dev.latchkey.spring.test;

import dev.latchkey.servlet.LoggedInUser;
import dev.latchkey.spring.Fresh;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application to test. */
@SpringBootApplication
@EnableMethodSecurity
class NotesApp {
    @RestController
    static class Notes {
        @GetMapping("/api/notes")
        String read(@AuthenticationPrincipal LoggedInUser user) {
            return "notes of " + user.username();
        }

        @PostMapping("/api/notes")
        String write() {
            return "written";
        }

        @Fresh
        @DeleteMapping("/api/notes")
        public String delete() {
            return "deleted";
        }

        @PreAuthorize("hasRole('EDITOR')")
        @GetMapping("/editors")
        public String edit() {
            return "edited";
        }
    }
}
