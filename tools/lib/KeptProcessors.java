import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what checks the code as it is compiled, Error Prone and NullAway, between one module's compilation and the next.
 * The compiler loads its plugins anew each time, which in a build of so many modules costs more than all else it does.
 *
 * <p>Without this class on the boot class path the compiler ignores the option that names it, and takes its own time.
 */
public final class KeptProcessors extends ClassLoader {
    private static final Map<List<String>, ClassLoader> KEPT = new ConcurrentHashMap<>();

    /** As the compiler asks for it: from that path, under its own loader. */
    public KeptProcessors(URL[] path, ClassLoader parent) {
        super(KEPT.computeIfAbsent(
                Arrays.stream(path).map(URL::toString).toList(), unused -> new URLClassLoader(path, parent)));
    }
}
