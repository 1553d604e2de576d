package app;

import java.security.Principal;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that knows nothing of Latchkey. */
@RestController
@SpringBootApplication
public class App {
    @GetMapping("/api/notes")
    String notes(Principal who) {
        return "notes of " + (who == null ? "anybody" : who.getName());
    }

    public static void main(String[] args) {
        SpringApplication.run(App.class, args);
    }
}
