package dev.latchkey.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which package lies in which module, and which module may know which: read from the sources and their {@code
 * module-info}, so that a new package or module is within the walls before anybody writes it down here.
 */
final class House {
    private static final Pattern REQUIRES =
            Pattern.compile("requires (?:static |transitive )*(dev\\.latchkey[a-z.0-9]*);");
    /** One of ours, up to its end. */
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>dev\\.latchkey</groupId>\\s*<artifactId>([a-z0-9-]+)</artifactId>"
                    + "(?:(?!</dependency>).)*</dependency>",
            Pattern.DOTALL);

    private static final Pattern MODULE = Pattern.compile("module (dev\\.latchkey[a-z.0-9]*) \\{");

    /** This project. */
    static final House HERE = new House(Path.of("").toAbsolutePath().getParent());

    private final Path root;

    House(Path root) {
        this.root = root;
    }

    /**
     * A module.
     *
     * @param folder where it lies
     * @param packages all that it holds, exported or not
     */
    record Module(String folder, Set<String> packages) {
        boolean holds(JavaClass type) {
            return packages.contains(type.getPackageName());
        }
    }

    /** Every folder that has main code, by name; nobody lists them. */
    Map<String, Module> modules() {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.isDirectory(sources(folder)))
                    .filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> new Module(folder.getFileName().toString(), packages(sources(folder))))
                    .collect(Collectors.toMap(Module::folder, module -> module, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path sources(Path folder) {
        return folder.resolve("src/main/java");
    }

    private static Set<String> packages(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The modules whose classes one may use: what its {@code module-info} requires, or where it has none its {@code pom.xml}
     * outside of tests, and what those pass on.
     */
    Set<String> mayKnow(String folder) {
        Map<String, String> folders = new TreeMap<>();
        modules().keySet().forEach(each -> {
            Matcher name = MODULE.matcher(moduleInfo(each));
            folders.put(name.find() ? name.group(1) : each, each);
        });
        Set<String> known = new TreeSet<>(Set.of(folder));
        Set<String> next = known;
        while (!next.isEmpty()) {
            next = next.stream()
                    .flatMap(each -> required(each, folders))
                    .filter(each -> !known.contains(each))
                    .collect(Collectors.toCollection(TreeSet::new));
            known.addAll(next);
        }
        return known;
    }

    private Stream<String> required(String folder, Map<String, String> folders) {
        String moduleInfo = moduleInfo(folder);
        return moduleInfo.isEmpty()
                ? DEPENDENCY
                        .matcher(text(root.resolve(folder).resolve("pom.xml")))
                        .results()
                        .filter(found -> !found.group().contains("<scope>test</scope>"))
                        .map(found -> found.group(1).replaceFirst("^latchkey-", ""))
                        .filter(folders::containsValue)
                : REQUIRES.matcher(moduleInfo)
                        .results()
                        .map(found -> folders.get(found.group(1)))
                        .filter(Objects::nonNull);
    }

    private String moduleInfo(String folder) {
        Path file = sources(root.resolve(folder)).resolve("module-info.java");
        return Files.exists(file) ? text(file) : "";
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packages of a module's folder. */
    String[] packagesOf(String folder) {
        return modules().get(folder).packages().toArray(String[]::new);
    }
}
