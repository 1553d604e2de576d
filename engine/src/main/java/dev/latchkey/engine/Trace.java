package dev.latchkey.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How much of a failure the log gets: enough to find it, and no more for whoever can bring it about. */
final class Trace {
    private static final int MAX_FRAMES = 40;
    private static final int MAX_CAUSES = 5;

    private Trace() {}

    /** The same failure, with at most 40 frames for it and for each of the first causes; more of them are left out. */
    static Throwable bounded(Throwable failure) {
        @Nullable Throwable each = failure;
        for (int depth = 0; each != null; depth++) {
            StackTraceElement[] frames = each.getStackTrace();
            int kept = depth > MAX_CAUSES ? 0 : Math.min(frames.length, MAX_FRAMES);
            if (kept < frames.length) {
                each.setStackTrace(Arrays.copyOf(frames, kept));
            }
            each = depth > 100 ? null : each.getCause();
        }
        return failure;
    }
}
