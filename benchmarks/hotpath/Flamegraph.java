import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Draws the CPU-time samples of a recording as a flame graph: {@code java Flamegraph.java IN.jfr OUT.svg}. A box is a method,
 * what it calls stands on it, its width is its share of the CPU. Needs a JDK 25.
 */
final class Flamegraph {
    private static final int WIDTH = 1200;
    private static final int ROW = 17;
    private static final int TOP = 58;

    /** Narrower boxes say nothing. */
    private static final double LEAST = 0.0015;

    /** Frames below this one are the same for every request. */
    private static final String ROOT = "io.netty.channel.SingleThreadIoEventLoop.run";

    private static final class Box {
        final Map<String, Box> above = new TreeMap<>();
        long samples;
    }

    private final Box root = new Box();
    private final StringBuilder svg = new StringBuilder();
    private int depth;

    public static void main(String[] args) throws IOException {
        Flamegraph graph = new Flamegraph();
        graph.read(Path.of(args[0]));
        Files.writeString(Path.of(args[1]), graph.draw());
    }

    private void read(Path recording) throws IOException {
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample") && event.getStackTrace() != null) {
                    add(event.getStackTrace().getFrames());
                }
            }
        }
    }

    private void add(List<RecordedFrame> frames) {
        root.samples++;
        Box box = root;
        int lowest = frames.size() - 1;
        for (int i = lowest; i >= 0; i--) {
            if (qualified(frames.get(i).getMethod()).equals(ROOT)) {
                lowest = i;
                break;
            }
        }
        for (int i = lowest; i >= 0; i--) {
            RecordedMethod method = frames.get(i).getMethod();
            if (method.isHidden() || method.getName().startsWith("lambda$")) {
                continue; // how a lambda is called, not what is done
            }
            box = box.above.computeIfAbsent(qualified(method), name -> new Box());
            box.samples++;
        }
    }

    private static String qualified(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }

    private String draw() {
        depth = depth(root, 0);
        int height = TOP + depth * ROW + 14;
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-labelledby="title description">
                <title id="title">Where the CPU time of a session check goes</title>
                <desc id="description">Each box is a method; what it calls stands on it. The width is its share of the CPU time.</desc>
                <style>
                  text { font: 11px system-ui, sans-serif; fill: #1f2328 }
                  .ground { fill: #ffffff; stroke: #d1d9e0 }
                  .head { font-size: 16px; font-weight: 600 }
                  .latchkey { fill: #a5c8ff } .engine { fill: #d4dae0 } .java { fill: #f3dfa3 } .kernel { fill: #f2b8a6 }
                  rect.latchkey, rect.engine, rect.java, rect.kernel { stroke: #ffffff; stroke-width: 0.5 }
                  @media (prefers-color-scheme: dark) {
                    .ground { fill: #151b23; stroke: #3d444d }
                    .head, .note { fill: #e6edf3 }
                  }
                </style>
                <rect class="ground" x="0.5" y="0.5" width="%3$d" height="%4$d" rx="8"/>
                <text class="head" x="16" y="26">Where the CPU time of a session check goes</text>
                """.formatted(WIDTH, height, WIDTH - 1, height - 1));
        legend();
        row(root, 10, (WIDTH - 20.0) / root.samples, 0, height - 12 - ROW);
        return svg.append("</svg>\n").toString();
    }

    private void legend() {
        int x = 16;
        for (String[] kind : new String[][] {
            {"latchkey", "Latchkey"}, {"engine", "Netty, Caffeine, Micrometer"}, {"java", "Java's own"}, {"kernel", "system calls"}
        }) {
            svg.append("<rect class=\"%s\" x=\"%d\" y=\"36\" width=\"12\" height=\"12\"/><text class=\"note\" x=\"%d\" y=\"46\">%s</text>%n"
                    .formatted(kind[0], x, x + 17, kind[1]));
            x += 40 + kind[1].length() * 6;
        }
    }

    private int depth(Box box, int level) {
        int deepest = level;
        for (Box next : box.above.values()) {
            if (isWorthDrawing(next)) {
                deepest = Math.max(deepest, depth(next, level + 1));
            }
        }
        return deepest;
    }

    private boolean isWorthDrawing(Box box) {
        return (double) box.samples / root.samples >= LEAST;
    }

    private void row(Box box, double left, double perSample, int level, int bottom) {
        double x = left;
        for (Map.Entry<String, Box> entry : box.above.entrySet()) {
            Box next = entry.getValue();
            double width = next.samples * perSample;
            if (isWorthDrawing(next)) {
                box(entry.getKey(), next, x, width, bottom - level * ROW);
                row(next, x, perSample, level + 1, bottom);
            }
            x += width;
        }
    }

    private void box(String name, Box box, double x, double width, int y) {
        String shortName = name.replaceAll("^.*\\.([^.]+\\.[^.]+)$", "$1").replace('$', '.').replace("<init>", "new");
        int letters = (int) ((width - 6) / 6);
        String label = letters < 4 ? "" : shortName.length() <= letters ? shortName : shortName.substring(0, letters - 1) + "…";
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s: %.1f %%</title><rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%s</g>%n",
                escape(name), 100.0 * box.samples / root.samples, kind(name), x, y, width, ROW - 1,
                label.isEmpty() ? "" : String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>", x + 3, y + 12, escape(label))));
    }

    private static String kind(String name) {
        if (name.startsWith("dev.latchkey.")) {
            return "latchkey";
        }
        if (name.matches(".*(Dispatcher\\.(read|write)0|EPoll\\.(wait|ctl))")) {
            return "kernel";
        }
        return name.matches("(java|jdk|sun|javax)\\..*") ? "java" : "engine";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
