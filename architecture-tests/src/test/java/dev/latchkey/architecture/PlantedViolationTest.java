package dev.latchkey.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walls, tried: in packages that are on no list, beside a copy of this project's modules. */
class PlantedViolationTest {
    @TempDir
    Path root;

    @TempDir
    Path compiled;

    private final List<Path> planted = new ArrayList<>();

    @BeforeEach
    void copyTheModules() throws IOException {
        for (String folder : House.HERE.modules().keySet()) {
            Path here = Path.of("").toAbsolutePath().getParent().resolve(folder);
            Files.createDirectories(root.resolve(folder));
            Files.copy(here.resolve("pom.xml"), root.resolve(folder).resolve("pom.xml"));
            try (Stream<Path> sources = Files.walk(here.resolve("src/main/java"))) {
                sources.filter(Files::isRegularFile)
                        .forEach(source -> copy(source, root.resolve(folder).resolve(here.relativize(source))));
            }
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void plant(String folder, String type, String body) throws IOException {
        Path file = root.resolve(folder).resolve("src/main/java").resolve(type.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        String name = type.substring(type.lastIndexOf('.') + 1);
        Files.writeString(
                file,
                "package " + type.substring(0, type.lastIndexOf('.')) + "; public class " + name + " { " + body + " }");
        planted.add(file);
    }

    private JavaClasses classes() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> words = new ArrayList<>(
                List.of("-proc:none", "-d", compiled.toString(), "-cp", System.getProperty("java.class.path")));
        planted.forEach(file -> words.add(file.toString()));
        assertThat(compiler.run(null, null, null, words.toArray(String[]::new))).isZero();
        return new ClassFileImporter().importPath(compiled);
    }

    private Walls walls() {
        return Walls.of(new House(root));
    }

    @Test
    void an_arrow_upward_is_found() throws IOException {
        plant("core", "dev.latchkey.core.planted.Rule", "public dev.latchkey.http.exchange.HeaderField header;");

        assertThatThrownBy(() -> walls().modulesKnowWhatTheyRequire(classes()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("dev.latchkey.core.planted.Rule");
    }

    @Test
    void an_arrow_from_a_module_that_has_no_module_info_is_held_against_its_pom() throws IOException {
        Files.delete(root.resolve("session-cache/src/main/java/module-info.java"));
        plant("core", "dev.latchkey.core.planted.Rule", "");
        plant("session-cache", "dev.latchkey.cache.planted.Down", "public dev.latchkey.core.planted.Rule rule;");
        assertThatCode(() -> walls().modulesKnowWhatTheyRequire(classes())).doesNotThrowAnyException();

        plant(
                "session-cache",
                "dev.latchkey.cache.planted.Up",
                "public dev.latchkey.http.exchange.HeaderField header;");
        assertThatThrownBy(() -> walls().modulesKnowWhatTheyRequire(classes()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("dev.latchkey.cache.planted.Up");
    }

    @Test
    void an_arrow_to_a_neighbour_is_found() throws IOException {
        plant("session-cache", "dev.latchkey.cache.planted.Store", "");
        plant("http", "dev.latchkey.http.planted.Route", "public dev.latchkey.cache.planted.Store store;");

        assertThatThrownBy(() -> walls().modulesKnowWhatTheyRequire(classes()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("dev.latchkey.http.planted.Route");
    }

    @Test
    void an_arrow_downward_is_let_through() throws IOException {
        plant("core", "dev.latchkey.core.planted.Rule", "");
        plant("http", "dev.latchkey.http.planted.Route", "public dev.latchkey.core.planted.Rule rule;");

        assertThatCode(() -> walls().modulesKnowWhatTheyRequire(classes())).doesNotThrowAnyException();
    }

    @Test
    void a_package_in_two_modules_is_found() throws IOException {
        plant("core", "dev.latchkey.core.planted.Rule", "");
        Files.createDirectories(root.resolve("http/src/main/java/dev/latchkey/core/planted"));
        Files.writeString(root.resolve("http/src/main/java/dev/latchkey/core/planted/Other.java"), "");

        assertThatThrownBy(() -> walls().packagesHaveOneModule(classes()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("dev.latchkey.core.planted");
    }

    @Test
    void a_cycle_is_found() throws IOException {
        plant("http", "dev.latchkey.http.planted.Here", "public dev.latchkey.http.other.There there;");
        plant("http", "dev.latchkey.http.other.There", "public dev.latchkey.http.planted.Here here;");

        assertThatThrownBy(() -> Walls.NO_CYCLES.check(classes()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle");
    }
}
