package dev.latchkey.http.endpoint;

import dev.latchkey.freshness.Fresh;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;

/** What one route does, once the guard let the request in. What it needs of who comes is its kind. */
sealed interface Endpoint {
    /** On which terms requests are let in. */
    Terms terms();

    /** The usual terms of each kind. */
    final class Kinds {
        static final Terms ANYONE = Terms.ofTheApi(Need.ANYONE);
        static final Terms MEMBER = Terms.ofTheApi(Need.MEMBER);
        static final Terms FRESH = Terms.ofTheApi(Need.FRESH);

        private Kinds() {}
    }

    /** Asks for nobody. */
    @FunctionalInterface
    non-sealed interface Open extends Endpoint {
        Response answer(Request request);

        @Override
        default Terms terms() {
            return Kinds.ANYONE;
        }
    }

    /** Explains why the checks fail, and so comes before them. */
    @FunctionalInterface
    non-sealed interface Explaining extends Endpoint {
        Response answer(Request request);

        @Override
        default Terms terms() {
            return Kinds.ANYONE;
        }
    }

    /** Tells who came, if anyone. */
    @FunctionalInterface
    non-sealed interface Telling extends Endpoint {
        Response answer(Request request, Access who);

        @Override
        default Terms terms() {
            return Kinds.ANYONE;
        }
    }

    /** For who is logged in. */
    @FunctionalInterface
    non-sealed interface ForMembers extends Endpoint {
        Response answer(Request request, Access.Member member);

        @Override
        default Terms terms() {
            return Kinds.MEMBER;
        }
    }

    /** For who proved a credential recently. */
    @FunctionalInterface
    non-sealed interface ForFresh extends Endpoint {
        Response answer(Request request, Access.Member member, Fresh privilege);

        @Override
        default Terms terms() {
            return Kinds.FRESH;
        }
    }
}
