package dev.latchkey.redis;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies in one slot and so belongs to one server: 256 of the 4096 partitions. All that a principal owns is of one
 * group, which every name and token of theirs tells; so whatever belongs together is one script.
 *
 * <p>There are 16, one in each sixteenth of the slots, so that a cluster of any usual size has some work for each of its
 * servers and a node has few streams to follow. Their number is part of the format, as their names are.
 *
 * @param key what all its keys begin with; the part in braces alone decides about the slot
 */
record Group(String key) {
    private static final int PARTITIONS_EACH = 4096 / 16;

    /** Those of sessions and series. */
    static final List<Group> ALL = Stream.of(
                    "10", "3", "1a", "b", "11", "2", "1d", "c", "12", "1", "1c", "d", "13", "0", "1b", "a")
            .map(tag -> new Group("latchkey:{" + tag + "}"))
            .toList();

    /** That of budgets: one attempt is charged to several at once, whoever tries. */
    static final Group BUDGETS = new Group("latchkey:{budgets}");

    private static Group of(int partition) {
        return ALL.get(partition / PARTITIONS_EACH);
    }

    static Group of(PrincipalId principal) {
        return of(principal.partition());
    }

    static Group of(TokenHash hash) {
        return of(hash.partition());
    }

    static Group of(SessionId session) {
        return of(session.partition());
    }

    static Group of(SeriesId series) {
        return of(series.partition());
    }

    /** Where a cluster keeps it, 0 to 16383. */
    int slot() {
        return SlotHash.getSlot(key);
    }
}
