package dev.latchkey.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /** The modules whose classes one may use: what its {@code module-info} requires, and what those pass on. */
    Set<String> mayKnow(String folder) {
        Map<String, String> folders = new TreeMap<>();
        Map<String, List<String>> required = new TreeMap<>();
        modules().keySet().forEach(each -> {
            String text = moduleInfo(each);
            Matcher name = MODULE.matcher(text);
            if (name.find()) {
                folders.put(name.group(1), each);
                required.put(
                        each,
                        REQUIRES.matcher(text)
                                .results()
                                .map(found -> found.group(1))
                                .toList());
            }
        });
        Set<String> known = new TreeSet<>(Set.of(folder));
        Set<String> next = known;
        while (!next.isEmpty()) {
            next = next.stream()
                    .flatMap(each -> required.getOrDefault(each, List.of()).stream())
                    .map(folders::get)
                    .filter(each -> each != null && !known.contains(each))
                    .collect(Collectors.toCollection(TreeSet::new));
            known.addAll(next);
        }
        return known;
    }

    boolean isModule(String folder) {
        return !moduleInfo(folder).isEmpty();
    }

    private String moduleInfo(String folder) {
        Path file = sources(root.resolve(folder)).resolve("module-info.java");
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packages of a module's folder. */
    String[] packagesOf(String folder) {
        return modules().get(folder).packages().toArray(String[]::new);
    }
}
