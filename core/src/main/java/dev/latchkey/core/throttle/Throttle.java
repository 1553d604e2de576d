package dev.latchkey.core.throttle;

import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.credential.HashingBulkhead.Share;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.event.ThrottleScope;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.throttle.Budget.Force;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Keyset;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides whether a password may be looked at, before it is hashed. One instance serves every path that checks a
 * password (ASVS 5.0 V6.3.4). Thread-safe.
 *
 * <p>Who tries is known by what they hold, and by nothing that they can make more of. Strangers to a name spend the
 * budget of their address, of the network around it, of the name and of everyone. A browser with a device cookie for the
 * account spends its own and that of all such browsers; a session spends its own, or that of the browser it was brought
 * back in, and that of all sessions of its user. What these two do is also charged to their address and to everyone, by
 * which strangers are refused but not they: nobody's guesses keep an owner out of a browser they know.
 *
 * <p>All budgets are asked in one trip to the store, and the answer is kept before a password is looked at. All methods
 * throw {@link dev.latchkey.core.store.StoreUnavailableException} when the store cannot keep it: no password is looked at
 * uncounted.
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
     * @param account the account of that name; {@link Account#nobody} when there is none, which nobody can see
     * @param deviceCookie the value of the device cookie; an empty string when there is none. One that was not issued
     *     for the account as it stands is as good as none
     */
    public Admission admit(Username name, Account account, ClientAddress address, String deviceCookie) {
        Instant now = clock.instant();
        Optional<DeviceToken> device = DeviceToken.verify(deviceCookie, account, keys, now);
        String typed = pseudonym("account", name.value());
        Charges charges = new Charges();
        String asker;
        if (device.isPresent()) {
            asker = "v:" + pseudonym("principal", account.id().value());
            charges.own("d:" + device.get().id(), policy.device(), ThrottleScope.DEVICE);
            charges.shared(asker, policy.devices(), Force.REFUSES, ThrottleScope.DEVICES);
            chargeSurroundings(charges, address, Force.COUNTS);
        } else {
            asker = "a:" + typed;
            chargeSurroundings(charges, address, Force.REFUSES);
            charges.own(asker, policy.account(), ThrottleScope.ACCOUNT);
        }
        charges.pace("l:" + typed, policy.loginsByName(), ThrottleScope.LOGINS);
        return admit(charges, share(asker, address), address, now);
    }

    /** Counts an attempt to prove the password again in a session: whoever has one logged in before. */
    public Admission admit(PrincipalId principal, SessionId session, ClientAddress address) {
        return admit(principal, "s:" + session.value(), address);
    }

    /** The same in a session of a remembered browser, which makes sessions at will, all of one series. */
    public Admission admit(PrincipalId principal, SeriesId series, ClientAddress address) {
        return admit(principal, "r:" + series.value(), address);
    }

    private Admission admit(PrincipalId principal, String holder, ClientAddress address) {
        String asker = "p:" + pseudonym("principal", principal.value());
        Charges charges = new Charges();
        charges.own(holder, policy.device(), ThrottleScope.SESSION);
        charges.shared(asker, policy.device(), Force.REFUSES, ThrottleScope.PRINCIPAL);
        chargeSurroundings(charges, address, Force.COUNTS);
        return admit(charges, share(asker, address), address, clock.instant());
    }

    /** Counts an attempt that concerns no name that exists, such as a registration; it has no success to report. */
    public Admission admit(ClientAddress address) {
        Charges charges = new Charges();
        chargeSurroundings(charges, address, Force.REFUSES);
        return admit(charges, share("n", address), address, clock.instant());
    }

    /** A device cookie for a browser that just logged in to that account; the same device when it has one already. */
    public DeviceToken recognise(Account account, String deviceCookie) {
        Instant now = clock.instant();
        String id = DeviceToken.verify(deviceCookie, account, keys, now)
                .map(DeviceToken::id)
                .orElseGet(tokens::newOpaqueId);
        return DeviceToken.issue(id, account, keys.signing(), now);
    }

    /**
     * Forgets budgets that nobody spent from for a day. To be called now and then.
     *
     * @param limit rows per batch, at least 1
     * @return how many rows were dealt with; call again at once while it equals the limit
     */
    public int purge(int limit) {
        return purge(clock.instant(), limit);
    }

    /**
     * The same by a clock that the caller believes: what one that is ahead deletes does not come back when it is right
     * again, and every budget would be whole.
     */
    public int purge(Instant now, int limit) {
        return store.purge(now.minus(KEPT_UNUSED), limit);
    }

    /**
     * The budgets of where an attempt comes from. The global one refuses only addresses that failed lately: everybody else
     * pays for a spray otherwise. None but the global one when the address is unknown: one budget for all who come through
     * such a proxy would lock them out.
     *
     * @param force what the budgets mean that refuse anyone
     */
    private void chargeSurroundings(Charges charges, ClientAddress address, Force force) {
        if (address.isUnknown()) {
            charges.shared(GLOBAL_KEY, policy.global(), force, ThrottleScope.GLOBAL);
            return;
        }
        String household = pseudonym("address", address.household());
        String network = pseudonym("network", address.network());
        charges.shared("n:" + household, policy.address(), force, ThrottleScope.ADDRESS);
        charges.shared("w:" + network, policy.network(), force, ThrottleScope.NETWORK);
        charges.pace("m:" + household, policy.loginsByAddress(), force, ThrottleScope.LOGINS);
        charges.shared("f:" + customer(address), policy.lately(), Force.COUNTS, ThrottleScope.GLOBAL);
        charges.shared(
                GLOBAL_KEY,
                policy.global(),
                force == Force.REFUSES ? Force.REFUSES_WITH_THE_ONE_BEFORE : force,
                ThrottleScope.GLOBAL);
    }

    /** As much as one customer can be sure to get: one IPv4 address, but 65,536 networks of IPv6. */
    private String customer(ClientAddress address) {
        return pseudonym("customer", address.isIpv4() ? address.household() : address.network());
    }

    /** People type passwords where names belong, and addresses are personal: a store keeps neither. All get one length. */
    private String pseudonym(String purpose, String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keys.signing().mac(purpose, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Share share(String asker, ClientAddress address) {
        return address.isUnknown() ? new Share(asker, asker) : new Share(asker, address.household());
    }

    private Admission admit(Charges charges, Share share, ClientAddress address, Instant now) {
        return switch (store.attemptAll(charges.budgets(), now)) {
            case AttemptDecision.Admitted(List<String> charged) ->
                new Admission.Admitted(charges.attempt(store, share, charged));
            case AttemptDecision.Refused(String key, Instant openAt) -> {
                listener.on(new AuthEvent.Throttled(now, charges.scope(key), address.network()));
                yield new Admission.Throttled(wholeSeconds(Duration.between(now, openAt)));
            }
        };
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
            this.listener = Objects.requireNonNull(value, "listener").isolated();
            return this;
        }

        /** Makes the service. */
        public Throttle build() {
            return new Throttle(this);
        }
    }
}
