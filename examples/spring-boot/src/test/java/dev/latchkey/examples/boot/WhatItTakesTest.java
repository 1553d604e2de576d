package dev.latchkey.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the application has for the sake of Latchkey, counted. */
class WhatItTakesTest {
    @Test
    void one_dependency() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String dependencies = pom.substring(pom.lastIndexOf("<dependencies>"));
        assertThat(found("<groupId>dev\\.latchkey</groupId>\\s*<artifactId>([^<]*)", dependencies))
                .containsExactly("latchkey-spring-boot-starter");
    }

    @Test
    void one_property() throws IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            properties.load(text);
        }
        assertThat(properties.stringPropertyNames().stream().filter(name -> name.startsWith("latchkey.")))
                .containsExactly("latchkey.public-origin");
    }

    @Test
    void no_line_of_code_but_what_the_controllers_themselves_ask_for() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String code = Files.readString(file);
                assertThat(found("(@Bean|@Configuration|@Import\\w*|HttpSecurity|SecurityFilterChain|Filter\\b)", code))
                        .as(file.toString())
                        .isEmpty();
                assertThat(found("import (dev\\.latchkey\\.[\\w.]+);", code))
                        .as("what a controller says: who it is for, and who came")
                        .isSubsetOf("dev.latchkey.servlet.LoggedInUser", "dev.latchkey.spring.Fresh");
            }
        }
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult each) -> each.group(1))
                .toList();
    }
}
