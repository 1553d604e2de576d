package dev.latchkey.redis;

import dev.latchkey.core.store.PromptThread;
import dev.latchkey.core.store.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * Runs scripts where their group is kept. A script that a server did not begin, because it keeps the group no more or
 * does not know the script, is run once more after a second look; any other that failed may have been done. Thread-safe.
 */
final class Calls {
    private final Servers servers;
    private final Diagnosis diagnosis;
    private final Duration timeout;
    private final int replicas;

    /**
     * On those servers.
     *
     * @param timeout of each answer
     * @param replicas how many have to have what must not be undone before anybody hears that it is done
     */
    Calls(Servers servers, Diagnosis diagnosis, Duration timeout, int replicas) {
        this.servers = servers;
        this.diagnosis = diagnosis;
        this.timeout = timeout;
        this.replicas = replicas;
    }

    /** A script that is under way at a server. */
    private record Running(Link link, Link.Open open, Future<List<Object>> output) {}

    /** What came of a script, and where it ran. */
    private record Ran(Running running, List<Object> output) {}

    /** Asks something, which changes nothing. */
    List<Object> ask(Group group, Script script, String... arguments) {
        return run(group, script, List.of(arguments), false).output();
    }

    /** Asks something of several groups at once. */
    Map<Group, List<Object>> askEach(Script script, Map<Group, List<String>> arguments) {
        Map<Group, List<Object>> outputs = new LinkedHashMap<>();
        runEach(script, arguments, false).forEach((group, ran) -> outputs.put(group, ran.output()));
        return outputs;
    }

    /** Writes what a failover may undo: its loss brings no session back. */
    Answer write(Group group, Script script, List<String> arguments) {
        return Answer.of(run(group, script, arguments, false).output());
    }

    /** The same in several groups at once. */
    void writeEach(Script script, Map<Group, List<String>> arguments) {
        runEach(script, arguments, false);
    }

    /** Writes; what others were told of is acknowledged when enough replicas have it. */
    Answer commit(Group group, Script script, List<String> arguments) {
        Ran ran = run(group, script, arguments, true);
        Answer answer = Answer.of(ran.output());
        if (answer.hasTold()) {
            awaitReplicas(ran.running());
        }
        return answer;
    }

    /** Writes what nobody is told of, and is acknowledged when enough replicas have it all the same. */
    Answer keep(Group group, Script script, List<String> arguments) {
        Ran ran = run(group, script, arguments, true);
        awaitReplicas(ran.running());
        return Answer.of(ran.output());
    }

    /** The same in several groups at once. */
    void keepEach(Script script, Map<Group, List<String>> arguments) {
        Map<Link.Open, Running> places = new LinkedHashMap<>();
        runEach(script, arguments, true)
                .values()
                .forEach(ran -> places.put(ran.running().open(), ran.running()));
        places.values().forEach(this::awaitReplicas);
    }

    private Map<Group, Ran> runEach(Script script, Map<Group, List<String>> arguments, boolean isToWait) {
        Map<Group, Running> begun = new LinkedHashMap<>();
        arguments.forEach((group, those) -> begun.put(group, begin(group, script, those, isToWait)));
        Map<Group, Ran> all = new LinkedHashMap<>();
        begun.forEach((group, running) -> {
            try {
                all.put(group, new Ran(running, Link.await(running.output(), timeout)));
            } catch (ExecutionException | TimeoutException e) {
                if (!isWorthAnotherLook(e, running, script)) {
                    throw failed(e, running, script);
                }
                all.put(group, run(group, script, arguments.getOrDefault(group, List.of()), isToWait));
            }
        });
        return all;
    }

    private Ran run(Group group, Script script, List<String> arguments, boolean isToWait) {
        for (boolean isFirst = true; ; isFirst = false) {
            Running running = begin(group, script, arguments, isToWait);
            try {
                return new Ran(running, Link.await(running.output(), timeout));
            } catch (ExecutionException | TimeoutException e) {
                if (!isFirst || !isWorthAnotherLook(e, running, script)) {
                    throw failed(e, running, script);
                }
            }
        }
    }

    private Running begin(Group group, Script script, List<String> arguments, boolean isToWait) {
        PromptThread.beforeWaiting();
        Link link = servers.of(group);
        Link.Open open;
        try {
            open = link.open();
        } catch (StoreUnavailableException e) {
            if (!servers.refresh()) {
                throw e;
            }
            link = servers.of(group);
            open = link.open();
        }
        try {
            return new Running(link, open, open.run(group, script, arguments, isToWait));
        } catch (RedisException e) {
            throw diagnosis.exception(e);
        }
    }

    /** Whether the script did not begin, and may begin when it is sent again. */
    private boolean isWorthAnotherLook(Exception thrown, Running running, Script script) {
        RedisCommandExecutionException answer = Diagnosis.answer(thrown);
        if (answer == null) {
            // What only reads may be asked twice: so a server that took over meanwhile answers.
            return !script.isWriting()
                    && !(thrown instanceof TimeoutException)
                    && !running.open().isUsable();
        }
        String message = String.valueOf(answer.getMessage());
        if (Diagnosis.isAnyOf(message, "NOSCRIPT", "READONLY", "MASTERDOWN")) {
            running.link().drop(running.open());
            servers.refresh();
            return true;
        }
        return Diagnosis.isAnyOf(message, "MOVED") && servers.refresh();
    }

    private StoreUnavailableException failed(Exception thrown, Running running, Script script) {
        StoreUnavailableException failure = diagnosis.exception(thrown);
        RedisCommandExecutionException answer = Diagnosis.answer(thrown);
        if (answer == null) {
            // Whoever comes next must not wait behind what is not answered.
            running.link().drop(running.open());
        }
        boolean isRefused = answer != null && Diagnosis.isRefusal(answer);
        return script.isWriting() && !isRefused ? failure.unheard() : failure;
    }

    /**
     * Waits until enough replicas have all that was written on that connection, which is never made anew by itself: a new
     * one would have written nothing, and be told that everybody has it.
     */
    private void awaitReplicas(Running written) {
        if (replicas == 0) {
            return;
        }
        long patience = timeout.toMillis() / 2;
        try {
            long count = Link.await(written.open().waiting().async().waitForReplication(replicas, patience), timeout);
            if (count < replicas) {
                IllegalStateException met = new IllegalStateException(count + " of " + replicas + " replicas have it");
                throw diagnosis.exception(diagnosis.unacknowledged(), met).unheard();
            }
        } catch (ExecutionException | TimeoutException | RedisException e) {
            written.link().drop(written.open());
            throw diagnosis.exception(e).unheard();
        }
    }
}
