package dev.latchkey.server.faults;

import dev.latchkey.server.Main;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The server, with a thread that takes all memory there is once a byte comes on the standard input. */
final class EatsItsMemory {
    private EatsItsMemory() {}

    /** Like {@link Main}'s. */
    public static void main(String[] args) {
        Thread.ofPlatform().daemon().name("eater").start(EatsItsMemory::eatOnceTold);
        Main.main(args);
    }

    private static void eatOnceTold() {
        List<byte[]> eaten = new ArrayList<>();
        try {
            if (System.in.read() < 0) {
                return;
            }
        } catch (IOException e) {
            throw new IllegalStateException("nothing can be read", e);
        }
        while (eaten.size() < Integer.MAX_VALUE) {
            eaten.add(new byte[64 * 1024]);
        }
        throw new IllegalStateException("there is no end to memory: " + eaten.size());
    }
}
