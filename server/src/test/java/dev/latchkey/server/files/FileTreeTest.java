package dev.latchkey.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
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

    private Optional<StaticFile> find(String path) {
        return new FileTree(root).find(path);
    }

    private static String text(StaticFile.Variant variant) {
        return new String(variant.bytes(), StandardCharsets.UTF_8);
    }
}
