package dev.latchkey.icu;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.IdentifierType;
import com.ibm.icu.text.SpoofChecker;
import dev.latchkey.core.account.Lookalikes;
import dev.latchkey.core.account.Skeleton;
import dev.latchkey.core.principal.Username;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@link Lookalikes} by UTS #39. ICU and its data are loaded at the first question, which takes some tenths of a second,
 * and not before.
 */
public final class IcuLookalikes implements Lookalikes {
    /** Raised when the same data gives other skeletons, because they are made in another way. */
    private static final int MAKING = 1;

    /** Ready to be asked. */
    public IcuLookalikes() {}

    @Override
    public String edition() {
        return Icu.EDITION;
    }

    @Override
    public Skeleton skeleton(String name) {
        return new Skeleton(edition(), Icu.CHECKER.getSkeleton(name));
    }

    @Override
    public boolean isOrdinary(Username username) {
        String name = username.value();
        return name.codePoints().noneMatch(Icu::isOutOfUse) && !Icu.CHECKER.failsChecks(name);
    }

    /** Loaded with the first question. */
    private static final class Icu {
        static final String EDITION =
                MAKING + "-" + UCharacter.getUnicodeVersion().getMajor() + "."
                        + UCharacter.getUnicodeVersion().getMinor();

        static final SpoofChecker CHECKER = new SpoofChecker.Builder()
                .setChecks(SpoofChecker.INVISIBLE | SpoofChecker.HIDDEN_OVERLAY)
                .build();

        /**
         * Scripts of few people are as good as those of many: there are names in them, and skeletons tell them apart. What
         * is in nobody's name is there for looking like something else.
         */
        private static final Set<IdentifierType> OUT_OF_USE = EnumSet.of(
                IdentifierType.DEPRECATED,
                IdentifierType.DEFAULT_IGNORABLE,
                IdentifierType.NOT_CHARACTER,
                IdentifierType.NOT_NFKC,
                IdentifierType.EXCLUSION,
                IdentifierType.OBSOLETE,
                IdentifierType.TECHNICAL);

        private Icu() {}

        /** Punctuation is judged by the shape of the name, where it is or is not allowed. */
        static boolean isOutOfUse(int codePoint) {
            EnumSet<IdentifierType> types = EnumSet.noneOf(IdentifierType.class);
            UCharacter.getIdentifierTypes(codePoint, types);
            types.retainAll(OUT_OF_USE);
            return !types.isEmpty();
        }
    }
}
