package dev.latchkey.throttle;

import dev.latchkey.browser.ClientAddress;
import dev.latchkey.credential.Username;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.event.ThrottleScope;
import dev.latchkey.token.KeyRing;
import dev.latchkey.token.Keyset;
import dev.latchkey.token.SessionId;
import dev.latchkey.token.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * Decides whether a password may be looked at, before it is hashed and before any user is looked up. One instance
 * serves every path that checks a password (ASVS 5.0 V6.3.4). Thread-safe.
 *
 * <p>Strangers to a name spend the budget of their address, of the name and of everyone, in this order; a browser with
 * a device cookie for the name spends its own and nothing else, so that nobody's guesses keep an owner out of a browser
 * they know. All methods throw {@link dev.latchkey.store.StoreUnavailableException} when the store cannot answer: no
 * password is looked at uncounted.
 */
public final class Throttle {
    /** After so long without an attempt nothing is known of a budget any more. */
    private static final Duration KEPT_UNUSED = Duration.ofDays(1);

    private static final String KEY_NAME = "throttle";
    private static final String GLOBAL_KEY = "g";

    private final ThrottleStore store;
    private final Keyset keys;
    private final InstantSource clock;
    private final ThrottlePolicy policy;
    private final Tokens tokens;
    private final AuthEventListener listener;

    private Throttle(Builder builder) {
        this.store = builder.store;
        this.clock = builder.clock;
        this.policy = builder.policy;
        this.tokens = builder.tokens;
        this.listener = builder.listener;
        this.keys = builder.keys.keyset(KEY_NAME);
    }

    /** Begins a service on that store; the installation's key is read, or made the first time, in {@code build()}. */
    public static Builder builder(ThrottleStore store, KeyRing keys, InstantSource clock) {
        return new Builder(store, keys, clock);
    }

    /**
     * Counts an attempt to log in with that name.
     *
     * @param deviceCookie the value of the device cookie; an empty string when there is none. One that was not issued
     *     for this name is as good as none
     */
    public Admission admit(Username name, ClientAddress address, String deviceCookie) {
        Instant now = clock.instant();
        return DeviceToken.verify(deviceCookie, name, keys, now)
                .map(device -> admit(List.of(deviceBudget("d:" + device.id())), address, now))
                .orElseGet(() -> admit(strangersBudgets(name, address), address, now));
    }

    /** Counts an attempt to prove the password again in a session: whoever has one logged in before. */
    public Admission admit(SessionId session) {
        return admit(List.of(deviceBudget("s:" + session.value())), ClientAddress.unknown(), clock.instant());
    }

    /** Counts an attempt that concerns no name that exists, such as a registration; it has no success to report. */
    public Admission admit(ClientAddress address) {
        List<Budget> budgets = new ArrayList<>(addressBudget(address));
        budgets.add(globalBudget());
        return admit(budgets, address, clock.instant());
    }

    /** A device cookie for a browser that just logged in with that name; the same device when it has one already. */
    public DeviceToken recognise(Username name, String deviceCookie) {
        Instant now = clock.instant();
        String id = DeviceToken.verify(deviceCookie, name, keys, now)
                .map(DeviceToken::id)
                .orElseGet(tokens::newOpaqueId);
        return DeviceToken.issue(id, name, keys.signing(), now);
    }

    /**
     * Forgets budgets that nobody spent from for a day. To be called now and then.
     *
     * @param limit rows per batch, at least 1
     * @return how many rows were dealt with; call again at once while it equals the limit
     */
    public int purge(int limit) {
        return store.purge(clock.instant().minus(KEPT_UNUSED), limit);
    }

    private record Budget(String key, ThrottleRule rule, ThrottleScope scope) {}

    private List<Budget> strangersBudgets(Username name, ClientAddress address) {
        List<Budget> budgets = new ArrayList<>(addressBudget(address));
        budgets.add(globalBudget());
        budgets.add(new Budget("a:" + pseudonym("account", name.value()), policy.account(), ThrottleScope.ACCOUNT));
        return budgets;
    }

    private Budget deviceBudget(String budgetKey) {
        return new Budget(budgetKey, policy.device(), ThrottleScope.DEVICE);
    }

    /** None when the address is unknown: one budget for all who come through such a proxy would lock them out. */
    private List<Budget> addressBudget(ClientAddress address) {
        return address.isUnknown()
                ? List.of()
                : List.of(new Budget(
                        "n:" + pseudonym("address", address.household()), policy.address(), ThrottleScope.ADDRESS));
    }

    private Budget globalBudget() {
        return new Budget(GLOBAL_KEY, policy.global(), ThrottleScope.GLOBAL);
    }

    /** People type passwords where names belong, and addresses are personal: a store keeps neither. */
    private String pseudonym(String purpose, String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keys.signing().mac(purpose, text.getBytes(StandardCharsets.UTF_8)));
    }

    private Admission admit(List<Budget> budgets, ClientAddress address, Instant now) {
        List<Budget> counted = new ArrayList<>();
        for (Budget budget : budgets) {
            if (store.attempt(budget.key(), budget.rule(), now) instanceof ThrottleDecision.Refused(Instant openAt)) {
                // What a name refuses still counts for the address it came from, but not for everyone: hammering at
                // one name would otherwise slow the whole world down.
                keys(counted, ThrottleScope.GLOBAL).forEach(store::giveBack);
                listener.on(new AuthEvent.Throttled(now, budget.scope(), address.network()));
                return new Admission.Throttled(wholeSeconds(Duration.between(now, openAt)));
            }
            counted.add(budget);
        }
        return new Admission.Admitted(new Attempt(
                store,
                keys(counted, ThrottleScope.ACCOUNT, ThrottleScope.DEVICE),
                keys(counted, ThrottleScope.ADDRESS, ThrottleScope.GLOBAL)));
    }

    private static List<String> keys(List<Budget> budgets, ThrottleScope... scopes) {
        return budgets.stream()
                .filter(budget -> List.of(scopes).contains(budget.scope()))
                .map(Budget::key)
                .toList();
    }

    private static Duration wholeSeconds(Duration wait) {
        return Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    /** Options of {@link Throttle}. Not thread-safe. */
    public static final class Builder {
        private final ThrottleStore store;
        private final KeyRing keys;
        private final InstantSource clock;
        private ThrottlePolicy policy = ThrottlePolicy.DEFAULT;
        private Tokens tokens = new Tokens();
        private AuthEventListener listener = AuthEventListener.none();

        private Builder(ThrottleStore store, KeyRing keys, InstantSource clock) {
            this.store = Objects.requireNonNull(store, "store");
            this.keys = Objects.requireNonNull(keys, "keys");
            this.clock = Objects.requireNonNull(clock, "clock");
        }

        /** The budgets. Default: {@link ThrottlePolicy#DEFAULT}. */
        public Builder policy(ThrottlePolicy value) {
            this.policy = Objects.requireNonNull(value, "policy");
            return this;
        }

        /** Where device names come from. Default: the platform's secure randomness; another only in tests. */
        public Builder tokens(Tokens value) {
            this.tokens = Objects.requireNonNull(value, "tokens");
            return this;
        }

        /** Who hears of refusals. Default: nobody. */
        public Builder listener(AuthEventListener value) {
            this.listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /** Makes the service. */
        public Throttle build() {
            return new Throttle(this);
        }
    }
}
