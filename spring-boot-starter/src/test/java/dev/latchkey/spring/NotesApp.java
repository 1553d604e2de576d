package dev.latchkey.spring;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.servlet.LoggedInUser;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** An application that knows little of Latchkey. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableMethodSecurity
@Import({NotesApp.Notes.class, NotesApp.Bin.class, ContainerSessions.class})
class NotesApp {
    @Service
    static class Bin {
        @Fresh
        public String empty() {
            return "emptied";
        }
    }

    @RestController
    static class Notes {
        private final Bin bin;

        Notes(Bin bin) {
            this.bin = bin;
        }

        @GetMapping("/api/notes")
        String read(@AuthenticationPrincipal LoggedInUser user, HttpServletRequest request) {
            return "notes of " + user.displayName() + " (" + user.id() + ", " + request.getRemoteUser() + ")";
        }

        @GetMapping("/authorities")
        String authorities(Authentication known) {
            return known.getAuthorities().stream()
                    .map(GrantedAuthority::getAuthority)
                    .sorted()
                    .collect(Collectors.joining(","));
        }

        @PostMapping("/api/notes")
        String write(@RequestBody String note) {
            return "took " + note.length();
        }

        @Fresh
        @DeleteMapping("/api/notes")
        public String delete() {
            return "deleted";
        }

        @DeleteMapping("/bin")
        String empty() {
            return bin.empty();
        }

        @GetMapping("/payments")
        String pay() {
            return "paid";
        }

        @GetMapping("/open")
        String open(@AuthenticationPrincipal LoggedInUser user) {
            return user == null ? "hello" : "hello " + user.displayName();
        }

        @PreAuthorize("hasRole('EDITOR')")
        @GetMapping("/editors")
        public String edit() {
            return "edited";
        }

        @PreAuthorize("hasRole('OWNER')")
        @GetMapping("/owners")
        public String own() {
            return "owned";
        }

        @GetMapping("/later")
        Callable<String> later(@AuthenticationPrincipal LoggedInUser user) {
            return () -> "later " + user.displayName();
        }

        @GetMapping("/streamed")
        StreamingResponseBody streamed(@AuthenticationPrincipal LoggedInUser user) {
            return out -> {
                out.write("first,".getBytes(StandardCharsets.UTF_8));
                out.flush();
                out.write(user.displayName().getBytes(StandardCharsets.UTF_8));
            };
        }

        @GetMapping("/broken")
        String broken() {
            throw new IllegalStateException("a mistake of the application");
        }

        @GetMapping("/outage")
        String outage() {
            throw new StoreUnavailableException("users", new IOException("out of order"));
        }
    }
}
