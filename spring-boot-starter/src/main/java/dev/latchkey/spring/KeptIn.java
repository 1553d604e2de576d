package dev.latchkey.spring;

import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Where properties say that logins are kept. */
enum KeptIn {
    DATABASE,
    FILE,
    MEMORY;

    static KeptIn of(LatchkeySettings settings) {
        Optional<String> folder = settings.data();
        if (folder.isPresent() && settings.isInMemory()) {
            throw new SetupException(
                    LatchkeySettings.IN_MEMORY + " = true, and " + LatchkeySettings.DATA + " = " + folder.get()
                            + ": logins are kept in one place",
                    "leave one of the two out");
        }
        if (folder.isPresent()) {
            return FILE;
        }
        return settings.isInMemory() ? MEMORY : DATABASE;
    }

    /** Whether they are kept in one of the three. */
    abstract static class Condition extends SpringBootCondition {
        private final KeptIn wanted;

        Condition(KeptIn wanted) {
            this.wanted = wanted;
        }

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            KeptIn found = of(new LatchkeySettings(context.getEnvironment()));
            return new ConditionOutcome(
                    found == wanted, ConditionMessage.forCondition("Latchkey").because("logins are kept in: " + found));
        }
    }

    /** No property says where. */
    static final class Database extends Condition {
        Database() {
            super(DATABASE);
        }
    }

    /** A folder is named. */
    static final class File extends Condition {
        File() {
            super(FILE);
        }
    }

    /** It was asked for. */
    static final class Memory extends Condition {
        Memory() {
            super(MEMORY);
        }
    }
}
