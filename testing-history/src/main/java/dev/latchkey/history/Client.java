package dev.latchkey.history;

import dev.latchkey.history.History.Checked;
import dev.latchkey.history.History.Created;
import dev.latchkey.history.History.Ended;
import dev.latchkey.history.History.EndedOthers;
import dev.latchkey.history.Node.Answer;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One browser of a person who has several: logs in, is checked on one node after the other, comes back by its remember-me
 * cookie, logs out, ends the others. What it does is drawn from a seed; every question and every answer is noted.
 */
final class Client {
    static final String PASSWORD = "correct horse battery";

    private static final String SESSION = "latchkey";
    private static final String REMEMBER = "latchkey-remember";

    private final String user;
    private final SplittableRandom random;
    private final History history;
    private final Supplier<List<Node>> nodes;
    private final Known.Book book;
    private @Nullable Known session;
    private @Nullable Known latest;
    private @Nullable String remember;

    /** A browser without cookies. */
    Client(String user, long seed, History history, Supplier<List<Node>> nodes, Known.Book book) {
        this.user = user;
        this.random = new SplittableRandom(seed);
        this.history = history;
        this.nodes = nodes;
        this.book = book;
    }

    /** Does one thing. */
    void act() {
        Known mine = session;
        if (mine == null) {
            if (remember == null) {
                logIn();
            } else {
                comeBack();
            }
            return;
        }
        int chance = random.nextInt(100);
        if (chance < 60) {
            check(mine, any());
        } else if (chance < 80) {
            checkEverywhere(mine);
        } else if (chance < 86) {
            checkOneOfMyOthers();
        } else if (chance < 93) {
            logOut(mine);
        } else if (chance < 97) {
            endOthers(mine);
        } else if (remember != null) {
            session = null; // the browser was closed, and what it leaves may still be there
        }
    }

    private int any() {
        return random.nextInt(nodes.get().size());
    }

    /** What a node answered: a status, or 0 when nobody knows. */
    private record Told(
            long began, long answered, int status, @Nullable Answer answer) {
        boolean isKnown() {
            return status != 0 && status != 503;
        }
    }

    private Told ask(String what, int node, String method, String path, String body, String cookies) {
        long began = System.nanoTime();
        Answer answer = null;
        try {
            answer = nodes.get().get(node).ask(method, path, body, cookies);
        } catch (IOException e) {
            // Then nobody knows.
        }
        int status = answer == null ? 0 : answer.status();
        history.count(what + (status == 0 ? " not answered" : " " + status));
        return new Told(began, System.nanoTime(), status, answer);
    }

    private void logIn() {
        String body = "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD + "\",\"remember\":true}";
        Told told = ask("login", any(), "POST", "/api/login", body, "");
        if (told.status() == 200) {
            create(told, true);
        }
    }

    private void create(Told told, boolean isProven) {
        Answer answer = told.answer();
        if (answer == null) {
            return;
        }
        answer.cookie(SESSION).ifPresent(cookie -> {
            Known created = new Known(history.newSession(), user, cookie, isProven);
            history.add(new Created(created.number(), user, told.began(), told.answered()));
            book.add(created);
            session = created;
            latest = created;
        });
        answer.cookie(REMEMBER).ifPresent(cookie -> remember = cookie);
    }

    /** With the remember-me cookie alone: a new session, which pushes out the one before. */
    private void comeBack() {
        Told told = ask("return", any(), "GET", "/api/data", "", String.valueOf(remember));
        Known before = latest;
        if (before != null && (told.status() == 200 || !told.isKnown())) {
            // Nobody is told that it ended: it may have, and it need not.
            history.add(
                    new Ended(before.number(), told.began(), told.isKnown() ? told.answered() : History.NEVER, false));
        }
        remember = null; // spent, or nobody knows; a thief's would come twice
        if (told.status() == 200) {
            create(told, false);
        }
    }

    private void check(Known one, int node) {
        Told told = ask("check", node, "GET", "/api/data", "", one.cookie());
        if (told.status() == 200 || told.status() == 401) {
            history.add(new Checked(one.number(), node, told.began(), told.answered(), told.status() == 200));
        }
        if (told.status() == 401 && one.equals(session)) {
            session = null;
            remember = random.nextBoolean() ? remember : null;
        }
    }

    private void checkEverywhere(Known one) {
        for (int node = 0; node < nodes.get().size(); node++) {
            check(one, node);
        }
    }

    private void checkOneOfMyOthers() {
        List<Known> others = book.of(user);
        if (!others.isEmpty()) {
            check(others.get(random.nextInt(others.size())), any());
        }
    }

    private void logOut(Known mine) {
        String both = remember == null ? mine.cookie() : mine.cookie() + "; " + remember;
        Told told = ask("logout", any(), "POST", "/api/logout", "", both);
        history.add(new Ended(
                mine.number(), told.began(), told.isKnown() ? told.answered() : History.NEVER, told.status() == 200));
        session = null;
        remember = null;
        checkEverywhere(mine);
    }

    private void endOthers(Known mine) {
        if (!mine.isProven()) {
            return;
        }
        List<Known> others = book.of(user).stream()
                .filter(each -> each.number() != mine.number())
                .toList();
        Told told = ask("end all others", any(), "DELETE", "/api/sessions", "", mine.cookie());
        if (told.status() == 200 || !told.isKnown()) {
            history.add(new EndedOthers(
                    user,
                    mine.number(),
                    told.began(),
                    told.isKnown() ? told.answered() : History.NEVER,
                    told.status() == 200));
        }
        // The latest are those that may be in somebody's memory.
        others.stream().skip(Math.max(0, others.size() - 4)).forEach(this::checkEverywhere);
    }
}
