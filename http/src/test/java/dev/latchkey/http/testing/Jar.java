package dev.latchkey.http.testing;

import dev.latchkey.http.exchange.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A browser's cookies of one host: kept by name, path, domain and jar, as RFC 6265bis §5.7 says. */
public final class Jar {
    private record Key(String name, String path, String domain, boolean isPartitioned) {}

    private final Map<Key, String> cookies = new LinkedHashMap<>();

    /** Does what an answer says. */
    public Jar take(Response response) {
        World.setCookies(response).forEach(this::take);
        return this;
    }

    /** Does what one line says. */
    public Jar take(String line) {
        String[] parts = line.split("; ?", -1);
        String[] pair = parts[0].split("=", 2);
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] attribute = parts[i].split("=", 2);
            attributes.put(attribute[0].toLowerCase(Locale.ROOT), attribute.length > 1 ? attribute[1] : "");
        }
        Key key = new Key(
                pair[0],
                Objects.requireNonNullElse(attributes.get("path"), "/"),
                Objects.requireNonNullElse(attributes.get("domain"), ""),
                attributes.containsKey("partitioned"));
        if ("0".equals(attributes.get("max-age"))) {
            cookies.remove(key);
        } else {
            cookies.put(key, pair[1]);
        }
        return this;
    }

    /** What is sent with a request for a path: the longest paths first. */
    public String sentTo(String path) {
        return cookies.entrySet().stream()
                .filter(entry -> matches(path, entry.getKey().path()))
                .sorted((a, b) -> b.getKey().path().length() - a.getKey().path().length())
                .map(entry -> entry.getKey().name() + "=" + entry.getValue())
                .collect(Collectors.joining("; "));
    }

    private static boolean matches(String path, String own) {
        return path.equals(own) || path.startsWith(own.endsWith("/") ? own : own + "/");
    }

    /** The names that are kept, each as often as it is. */
    public List<String> names() {
        return cookies.keySet().stream().map(Key::name).sorted().toList();
    }
}
