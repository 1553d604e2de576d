package dev.latchkey.benchmarks.spring;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GetSession {
    record Person(String username, String name) {}

    record Answer(boolean login, Person user) {}

    @GetMapping("/api/getsession")
    Answer getSession(@AuthenticationPrincipal UserDetails user) {
        return user == null ? new Answer(false, null) : new Answer(true, new Person(user.getUsername(), "Jane Doe"));
    }
}
