package app;

import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;

/** A program that stands on what was published. */
public final class App {
    private App() {}

    public static void main(String[] args) {
        try (Latchkey latchkey = Latchkey.builder()
                .publicOrigin("http://localhost:8080")
                .stores(Stores.memory())
                .hasher(new Argon2idHasher())
                .build()) {
            System.out.println("routes: " + latchkey.api().paths().size());
        }
    }
}
