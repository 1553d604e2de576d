package dev.latchkey.site.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTreeTest {
    @TempDir
    Path folder;

    Path root;

    @BeforeEach
    void a_folder_with_files() throws IOException {
        root = Files.createDirectories(folder.resolve("dist"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createDirectories(root.resolve("assets"));
        Files.createDirectories(root.resolve(".vite"));
        Files.writeString(root.resolve(".vite/manifest.json"), "{}");
        Files.writeString(root.resolve("assets/main.js"), "plain");
        Files.writeString(root.resolve("assets/main.js.br"), "br");
        Files.writeString(root.resolve("assets/a b.svg"), "<svg/>");
        Files.createSymbolicLink(root.resolve("assets/out.txt"), folder.resolve("secret.txt"));
    }

    @Test
    void a_file_is_found_with_its_type() {
        assertThat(find("assets/main.js"))
                .get()
                .extracting(StaticFile::contentType)
                .isEqualTo("text/javascript;charset=utf-8");
        assertThat(find("assets/a%20b.svg"))
                .get()
                .extracting(StaticFile::contentType)
                .isEqualTo("image/svg+xml");
    }

    @Test
    void what_is_meant_for_strangers_is_found_though_its_folder_begins_with_a_dot() throws IOException {
        Files.createDirectories(root.resolve(".well-known/.secret"));
        Files.writeString(root.resolve(".well-known/security.txt"), "Contact:");
        Files.writeString(root.resolve(".well-known/.secret/key"), "");
        Files.createDirectories(root.resolve("assets/.well-known"));
        Files.writeString(root.resolve("assets/.well-known/security.txt"), "");
        assertThat(find(".well-known/security.txt")).isPresent();
        assertThat(find(".well-known/.secret/key")).isEmpty();
        assertThat(find("assets/.well-known/security.txt")).isEmpty();
    }

    @Test
    void a_precompressed_variant_goes_to_those_who_take_it() {
        StaticFile file = find("assets/main.js").orElseThrow();
        assertThat(text(file.variantFor(List.of("gzip, br;q=0.8")))).isEqualTo("br");
        assertThat(text(file.variantFor(List.of("gzip, br;q=0")))).isEqualTo("plain");
        assertThat(text(file.variantFor(List.of()))).isEqualTo("plain");
    }

    @Test
    void each_variant_has_an_etag_of_its_own_bytes() {
        StaticFile file = find("assets/main.js").orElseThrow();
        assertThat(file.variants())
                .extracting(StaticFile.Variant::etag)
                .doesNotHaveDuplicates()
                .allMatch(etag -> etag.matches("\"[\\w-]{22}\""));
    }

    @Test
    void a_rebuilt_file_is_read_anew() throws IOException {
        FileTree tree = new FileTree(root);
        assertThat(tree.find("assets/a%20b.svg")).isPresent();
        Files.writeString(root.resolve("assets/a b.svg"), "<svg>longer</svg>");
        assertThat(text(tree.find("assets/a%20b.svg").orElseThrow().variantFor(List.of())))
                .isEqualTo("<svg>longer</svg>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "%2e%2e/secret.txt",
                "assets/..%2f..%2fsecret.txt",
                "assets/%2e%2e/%2e%2e/secret.txt",
                "assets/..\\..\\secret.txt",
                "assets/out.txt",
                ".vite/manifest.json",
                "assets",
                "assets/",
                "",
                "/",
                "assets//main.js",
                "assets/main.js%00",
                "assets/%zz",
                "assets/%ff",
                "assets/none.js",
                "assets/./main.js"
            })
    void nothing_outside_or_hidden_is_found(String path) {
        assertThat(find(path)).isEmpty();
    }

    @Nested
    class A_link {
        @ParameterizedTest
        @ValueSource(strings = {".br", ".gz"})
        void beside_a_file_does_not_lead_out_of_the_folder_in_any_encoding(String suffix) throws IOException {
            Files.writeString(root.resolve("assets/app.js"), "app");
            Files.createSymbolicLink(root.resolve("assets/app.js" + suffix), folder.resolve("secret.txt"));
            assertThat(all("assets/app.js")).containsExactly("app");
        }

        @ParameterizedTest
        @ValueSource(strings = {".br", ".gz"})
        void through_another_link_does_not_either(String suffix) throws IOException {
            Files.writeString(root.resolve("assets/app.js"), "app");
            Files.createSymbolicLink(root.resolve("assets/step"), folder.resolve("secret.txt"));
            Files.createSymbolicLink(root.resolve("assets/app.js" + suffix), root.resolve("assets/step"));
            assertThat(all("assets/app.js")).containsExactly("app");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".br", ".gz"})
        void does_not_bring_what_is_hidden_to_light(String suffix) throws IOException {
            Files.writeString(root.resolve(".hidden"), "hidden");
            Files.createDirectories(root.resolve("assets/.git"));
            Files.writeString(root.resolve("assets/.git/config"), "hidden");
            Files.writeString(root.resolve("assets/one.js"), "plain");
            Files.writeString(root.resolve("assets/two.js"), "plain");
            link("assets/one.js" + suffix, root.resolve(".hidden"));
            link("assets/two.js" + suffix, root.resolve("assets/.git/config"));
            assertThat(all("assets/one.js")).doesNotContain("hidden");
            assertThat(all("assets/two.js")).doesNotContain("hidden");
        }

        @Test
        void to_a_folder_does_not_bring_what_is_hidden_to_light() throws IOException {
            Files.createSymbolicLink(root.resolve("build"), root.resolve(".vite"));
            assertThat(find("build/manifest.json")).isEmpty();
        }

        @Test
        void within_the_folder_is_followed_in_every_encoding() throws IOException {
            Files.writeString(root.resolve("assets/real"), "real");
            for (String name : List.of("app.js", "app.js.br", "app.js.gz")) {
                Files.createSymbolicLink(root.resolve("assets/" + name), Path.of("real"));
            }
            assertThat(all("assets/app.js")).containsExactly("real", "real", "real");
        }

        @Test
        void that_a_volume_of_kubernetes_is_made_of_is_followed() throws IOException {
            Files.createDirectories(root.resolve("..2026_01_02_03_04_05.678901"));
            Files.writeString(root.resolve("..2026_01_02_03_04_05.678901/robots.txt"), "from a volume");
            Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026_01_02_03_04_05.678901"));
            Files.createSymbolicLink(root.resolve("robots.txt"), Path.of("..data/robots.txt"));
            assertThat(all("robots.txt")).containsExactly("from a volume");
            assertThat(find("..data/robots.txt")).isEmpty();
        }

        @Test
        void to_a_folder_beside_the_root_with_a_like_name_is_outside() throws IOException {
            Files.createDirectories(folder.resolve("dist-private"));
            Files.writeString(folder.resolve("dist-private/a.js"), "private");
            Files.createSymbolicLink(root.resolve("more"), folder.resolve("dist-private"));
            assertThat(find("more/a.js")).isEmpty();
        }

        private void link(String name, Path target) throws IOException {
            Files.deleteIfExists(root.resolve(name));
            Files.createSymbolicLink(root.resolve(name), target);
        }

        private List<String> all(String path) {
            return find(path).stream()
                    .flatMap(file -> file.variants().stream())
                    .map(FileTreeTest::text)
                    .toList();
        }
    }

    @Test
    void a_folder_that_is_itself_below_a_hidden_one_is_served() throws IOException {
        Path hidden = Files.createDirectories(folder.resolve(".cache/dist"));
        Files.writeString(hidden.resolve("a.js"), "a");
        assertThat(new FileTree(hidden).find("a.js")).isPresent();
    }

    private Optional<StaticFile> find(String path) {
        return new FileTree(root).find(path);
    }

    private static String text(StaticFile.Variant variant) {
        return new String(variant.content().bytes(), StandardCharsets.UTF_8);
    }
}
