package dev.latchkey;

import dev.latchkey.core.Installation;
import dev.latchkey.core.LoginRules;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.Lookalikes;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.login.PendingLogin;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.EndWatch;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.http.api.Api;
import dev.latchkey.http.api.events.EventStreams;
import dev.latchkey.http.browser.UserAgentReader;
import dev.latchkey.http.csrf.CsrfListener;
import dev.latchkey.http.csrf.CsrfTokens;
import dev.latchkey.http.deployment.DeploymentDecision;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.deployment.Deployments;
import dev.latchkey.http.deployment.PublicSuffixes;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.LoginCookies;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingReader;
import dev.latchkey.http.setting.SettingTexts;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Login for a single-page app in one value: the routes of the API, everything behind them, and what has to happen by
 * itself. Thread-safe; one per application. {@link #close()} it when requests have ended and before the stores are
 * closed.
 *
 * <pre>{@code
 * Latchkey latchkey = Latchkey.builder()
 *         .publicOrigin("http://localhost:8080")
 *         .stores(Stores.memory())
 *         .hasher(new Argon2idHasher())
 *         .build();
 * Optional<Response> answer = latchkey.answer(request); // empty: not one of ours
 * }</pre>
 */
public final class Latchkey implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("latchkey");

    private final DeploymentPolicy policy;
    private final List<Finding> warnings;
    private final Installation installation;
    private final Guard guard;
    private final Api api;
    private final EndWatch ends;
    private final EventStreams streams;
    private final Upkeep upkeep;

    private Latchkey(
            Builder builder,
            DeploymentPolicy policy,
            List<Finding> warnings,
            Installation installation,
            int eventStreams) {
        this.policy = policy;
        this.warnings = warnings;
        this.installation = installation;
        CsrfTokens csrf = new CsrfTokens(installation.keys(), installation.tokens());
        this.guard = Guard.builder(
                        policy, installation.identification(), installation.freshness(), csrf, builder.userAgents)
                .listener(installation.listener())
                .crossSiteListener(builder.crossSiteListener)
                .basePath(builder.basePath)
                .build();
        this.ends = new EndWatch(
                installation.sessions(),
                task -> Thread.ofVirtual().name("session-end").start(task));
        this.streams = new EventStreams(ends, builder.eventStreams.orElse(eventStreams));
        this.api = new Api(policy, installation, guard, streams);
        ClockWatch clock = new ClockWatch(installation.clock(), System::nanoTime, builder.lastSeen);
        this.upkeep = new Upkeep(installation, ends, streams, clock, System::nanoTime);
    }

    /** Begins one with every default; what must be said is named by {@link Builder#build()} when it is missing. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers a request for a route of the API. May block, while a store or a password hash does.
     *
     * @return empty when the path is not one of ours: the application answers it
     */
    public Optional<Response> answer(Request request) {
        return api.owns(request.rawPath()) ? Optional.of(api.handle(request)) : Optional.empty();
    }

    /**
     * Lets a request for a route of the application in, or says what to answer instead: the same checks in the same order
     * that the routes of the API have. Ask once per request, before the route does anything; its answer must carry {@link
     * Access#headers()}. May block, while a store does.
     */
    public Access admit(Request request, Need need) {
        return guard.admit(request, need);
    }

    /**
     * Tells who makes a request and changes nothing: it never counts as a use and never brings a remembered browser back.
     * For what is asked beside the request itself, and once an answer is under way.
     */
    public Access peek(Request request) {
        return guard.peek(request);
    }

    /**
     * Calls back when the session of a request is over, for what the application keeps open in it: an event stream, a
     * WebSocket. Half a second after it ended on this node, a second after it ended on another, whatever ended it; a store
     * that does not answer ends nothing. What is open is no activity: it does not keep the session from expiring.
     *
     * <p>A token that was rotated away, as by a new proof of the password, is over when its grace of half a minute is: the
     * page opens the stream anew with the cookie it has by then.
     *
     * @param member who was let in
     * @param over told why, once, on a thread of its own
     * @return to be closed when what was open is closed otherwise
     */
    public EndWatch.Watch whenOver(Access.Member member, Consumer<Reason> over) {
        Objects.requireNonNull(over, "over");
        return ends.watch(member.token(), found -> {
            Reason why = found instanceof Resolution.Ended(EndReason reason) ? Reason.of(reason) : Reason.UNKNOWN;
            try {
                over.accept(why);
            } catch (RuntimeException | Error e) { // of the application: nobody else would see it
                LOG.log(System.Logger.Level.ERROR, "what was to be done at the end of a session failed", e);
            }
        });
    }

    /**
     * Logs in a person whom the application proved by itself: by an identity provider, a passkey, a link in a mail. It is
     * the same login as that of the API: what the browser held ends, the maximum of sessions is kept, the session is fresh
     * and says how it was proven. For a route that was {@linkplain #admit admitted}; no guess is counted here.
     *
     * @param user who it is; they are in the users' store
     * @param method how it was proven, in a word of RFC 8176 such as {@code hwk}
     * @param remember whether the browser is to stay logged in, where browsers are remembered at all
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer: nobody was logged in
     */
    public LoginResult logIn(Request request, PrincipalId user, ProofMethod method, boolean remember) {
        return logIn(request, new LoginProof.ByApplication(user, method), remember);
    }

    /**
     * Logs in a person by a username and a password, for a form of the application's own: guessed at no faster than
     * through the API. For a route that was {@linkplain #admit admitted}.
     *
     * @param remember whether the browser is to stay logged in, where browsers are remembered at all
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer: nobody was logged in
     */
    public LoginResult logIn(Request request, Username username, Password password, boolean remember) {
        return logIn(request, new LoginProof.ByPassword(username, password), remember);
    }

    private LoginResult logIn(Request request, LoginProof proof, boolean remember) {
        LoginCookies cookies = guard.cookies();
        LoginDetails details = new LoginDetails(
                guard.client(request),
                cookies.device(request),
                remember,
                cookies.session(request).all(),
                cookies.remember(request).all());
        return switch (installation.login().attempt(proof, details)) {
            case LoginOutcome.LoggedIn loggedIn -> new LoginResult.LoggedIn(guard.welcome(request, loggedIn));
            case LoginOutcome.BadCredentials() -> new LoginResult.Refused();
            case LoginOutcome.Pending(PendingLogin pending) -> new LoginResult.Pending(pending);
            case LoginOutcome.Deferred(NotNow why) -> new LoginResult.Deferred(why);
        };
    }

    /**
     * Logs the browser out that makes this request: what it holds ends, in one transaction. For a route that was {@linkplain
     * #admit admitted}; pages of other sites must not log anybody out.
     *
     * @return the lines that the answer must carry
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer: nobody was logged out
     */
    public List<HeaderField> logOut(Request request) {
        LoginCookies cookies = guard.cookies();
        installation
                .ownSessions()
                .logOut(
                        cookies.session(request).all(),
                        cookies.remember(request).all());
        return cookies.logOut(request);
    }

    /** Everything that follows from the deployment: what pages and other routes must know too. */
    public DeploymentPolicy policy() {
        return policy;
    }

    /** What works but costs something, each with its cure. Logged once, when this was built. */
    public List<Finding> warnings() {
        return warnings;
    }

    /** What guards routes, for adapters that need more than {@link #admit}. */
    public Guard guard() {
        return guard;
    }

    /** The routes, for whoever serves other things under the same origin. */
    public Api api() {
        return api;
    }

    /** The services behind the routes: users, sessions, what an operator does to an account. */
    public Installation installation() {
        return installation;
    }

    /**
     * The event streams of browsers. Whoever waits at a stop for requests under way {@linkplain EventStreams#close() closes}
     * them first: none of them is over by itself.
     */
    public EventStreams eventStreams() {
        return streams;
    }

    /** What happens by itself, and what else is to. */
    public Upkeep upkeep() {
        return upkeep;
    }

    /** Stops what happens by itself and writes back what was noted. The stores stay open. */
    @Override
    public void close() {
        streams.close();
        upkeep.close();
        installation.close();
    }

    /** Options of {@link Latchkey}. Not thread-safe. */
    public static final class Builder {
        private final Map<Setting<?>, String> written = new LinkedHashMap<>();
        private @Nullable DeploymentPolicy decided;
        private @Nullable PublicSuffixes suffixes;
        private @Nullable Stores stores;
        private @Nullable PasswordHasher hasher;
        private String basePath = "/api";
        private Optional<LoginRules> rules = Optional.empty();
        private InstantSource clock = systemClock();
        private Optional<Instant> lastSeen = Optional.empty();
        private Tokens tokens = new Tokens();
        private AuthEventListener listener = AuthEventListener.none();
        private CsrfListener crossSiteListener = CsrfListener.none();
        private UserAgentReader userAgents = new PlainUserAgents();
        private Lookalikes lookalikes = Lookalikes.unchecked();
        private Optional<HashingBulkhead> hashing = Optional.empty();
        private OptionalInt eventStreams = OptionalInt.empty();

        private Builder() {}

        @CompositionRoot
        private static InstantSource systemClock() {
            return Clock.systemUTC();
        }

        /** Who serves the single-page app: {@code embedded}, the default, {@code cross-origin} or {@code same-domain}. */
        public Builder deployment(String value) {
            return setting(DeploymentSetting.DEPLOYMENT, value);
        }

        /** Where browsers reach this application, such as {@code https://app.example}. Required. */
        public Builder publicOrigin(String value) {
            return setting(DeploymentSetting.PUBLIC_ORIGIN, value);
        }

        /** The path that the routes are under: begins with a slash and ends with none. Default: {@code /api}. */
        public Builder basePath(String value) {
            this.basePath = Objects.requireNonNull(value, "basePath");
            return this;
        }

        /**
         * A setting of {@link DeploymentSetting} or {@link LoginSetting}. Default: the setting's own; its range is judged by
         * {@link #build}.
         *
         * @throws IllegalArgumentException when it is a setting of something else
         */
        public <T> Builder set(Setting<T> setting, T value) {
            return setting(setting, setting.grammar().write(Objects.requireNonNull(value, "value")));
        }

        /**
         * The same as a configuration file spells it, such as {@code 30m}.
         *
         * @throws IllegalArgumentException when it is a setting of something else
         */
        public Builder setting(Setting<?> setting, String text) {
            if (!DeploymentSetting.ALL.contains(setting) && !LoginSetting.ALL.contains(setting)) {
                throw new IllegalArgumentException(setting + ": it is no setting of an application's own login");
            }
            written.put(setting, Objects.requireNonNull(text, "text"));
            return this;
        }

        /** A deployment that was decided before; no setting is looked at then. */
        public Builder policy(DeploymentPolicy value) {
            this.decided = Objects.requireNonNull(value, "policy");
            return this;
        }

        /** Tells which domains belong to different people. Required where the deployment is {@code cross-origin}. */
        public Builder publicSuffixes(PublicSuffixes value) {
            this.suffixes = Objects.requireNonNull(value, "publicSuffixes");
            return this;
        }

        /** Where everything is kept. Required. */
        public Builder stores(Stores value) {
            this.stores = Objects.requireNonNull(value, "stores");
            return this;
        }

        /** How passwords are hashed. Required. */
        public Builder hasher(PasswordHasher value) {
            this.hasher = Objects.requireNonNull(value, "hasher");
            return this;
        }

        /** What holds during a login's life, instead of the settings that make rules. Default: what those say. */
        public Builder rules(LoginRules value) {
            this.rules = Optional.of(value);
            return this;
        }

        /** Who hears of logins, ends and refusals. Default: nobody but the audit log. One that throws changes nothing. */
        public Builder listener(AuthEventListener value) {
            this.listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /** Who hears of requests that other sites caused. Default: nobody. */
        public Builder crossSiteListener(CsrfListener value) {
            this.crossSiteListener = Objects.requireNonNull(value, "crossSiteListener");
            return this;
        }

        /** What tells the time. Default: the system's clock. */
        public Builder clock(InstantSource value) {
            this.clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * When the stores were last in use, as far as they know: a clock that is far from it is not deleted by. Default:
         * nothing is known, and the clock is believed.
         */
        public Builder lastSeen(Optional<Instant> value) {
            this.lastSeen = Objects.requireNonNull(value, "lastSeen");
            return this;
        }

        /** Where everything random comes from. Default: the platform's secure randomness; another only in tests. */
        public Builder random(Tokens value) {
            this.tokens = Objects.requireNonNull(value, "random");
            return this;
        }

        /** Tells browsers apart. Default: by a few words of theirs, which tells the great ones apart and no versions. */
        public Builder userAgents(UserAgentReader value) {
            this.userAgents = Objects.requireNonNull(value, "userAgents");
            return this;
        }

        /** Tells which usernames look like one another. Default: {@link Lookalikes#unchecked()}, so none do. */
        public Builder lookalikes(Lookalikes value) {
            this.lookalikes = Objects.requireNonNull(value, "lookalikes");
            return this;
        }

        /** How many passwords are hashed at once; closed with the rest. Default: what the settings of hashing say. */
        public Builder hashing(HashingBulkhead value) {
            this.hashing = Optional.of(value);
            return this;
        }

        /**
         * How many event streams browsers keep open at once, a tenth of them for one address; 0 for none. Default: what
         * {@link LoginSetting#EVENT_STREAMS} says.
         */
        public Builder eventStreams(int value) {
            this.eventStreams = OptionalInt.of(value);
            return this;
        }

        /**
         * Brings everything together, and begins what happens by itself.
         *
         * @throws RefusedSettingsException when settings are out of range or cannot work together, with every finding
         * @throws IllegalArgumentException when something required is missing or a rule is out of range
         * @throws dev.latchkey.core.store.StoreUnavailableException when the keys cannot be read
         */
        public Latchkey build() {
            if (stores == null) {
                throw new IllegalArgumentException("stores: say where everything is kept, such as Stores.memory()");
            }
            if (hasher == null) {
                throw new IllegalArgumentException("hasher: say how passwords are hashed, such as by Argon2idHasher");
            }
            SettingTexts texts = SettingTexts.of(written);
            SettingReader life = new SettingReader(texts);
            LoginRules decidedRules = rules(life);
            DeploymentDecision.Accepted accepted = decide(texts, life.findings());
            accepted.findings().forEach(finding -> LOG.log(System.Logger.Level.WARNING, finding.message()));
            Installation.Builder options = Installation.builder(stores, hasher, clock)
                    .rules(decidedRules)
                    .tokens(tokens)
                    .listener(listener)
                    .lookalikes(lookalikes)
                    .hashing(hashing.orElseGet(() -> new HashingBulkhead(
                            texts.value(LoginSetting.HASHING_PERMITS),
                            texts.value(LoginSetting.HASHING_QUEUE),
                            texts.value(LoginSetting.HASHING_DEADLINE))));
            return begin(accepted, options.build(), texts.value(LoginSetting.EVENT_STREAMS));
        }

        /** Those that were given, or else what the settings say; what is wrong with these is found by the reader. */
        private LoginRules rules(SettingReader life) {
            LoginRules read = LoginSetting.rules(life);
            life.read(LoginSetting.HASHING_PERMITS);
            life.read(LoginSetting.HASHING_QUEUE);
            life.read(LoginSetting.HASHING_DEADLINE);
            life.read(LoginSetting.EVENT_STREAMS);
            rules.flatMap(given -> written.keySet().stream()
                            .filter(LoginSetting::makesRules)
                            .findFirst())
                    .ifPresent(setting -> {
                        throw new IllegalArgumentException(
                                "rules: " + setting + " says the same in another way; say one of the two");
                    });
            return rules.orElse(read);
        }

        private Latchkey begin(DeploymentDecision.Accepted accepted, Installation installation, int eventStreams) {
            try {
                Latchkey latchkey =
                        new Latchkey(this, accepted.policy(), accepted.findings(), installation, eventStreams);
                latchkey.upkeep.start();
                return latchkey;
            } catch (RuntimeException | Error e) { // threads may have begun that nobody else knows of
                installation.close();
                throw e;
            }
        }

        private DeploymentDecision.Accepted decide(SettingTexts texts, List<Finding> ofLife) {
            DeploymentDecision decision = decided != null
                    ? new DeploymentDecision.Accepted(decided, List.of())
                    : Deployments.decide(texts, publicSuffixes(texts));
            return switch (decision) {
                case DeploymentDecision.Accepted accepted when ofLife.isEmpty() -> accepted;
                case DeploymentDecision.Accepted(DeploymentPolicy policy, List<Finding> findings) ->
                    throw new RefusedSettingsException(both(findings, ofLife));
                case DeploymentDecision.Refused(List<Finding> findings) ->
                    throw new RefusedSettingsException(both(findings, ofLife));
            };
        }

        private static List<Finding> both(List<Finding> some, List<Finding> others) {
            return Stream.concat(some.stream(), others.stream()).toList();
        }

        private PublicSuffixes publicSuffixes(SettingTexts texts) {
            if (suffixes != null) {
                return suffixes;
            }
            if (texts.text(DeploymentSetting.DEPLOYMENT).equals("cross-origin")) {
                throw new IllegalArgumentException(
                        "publicSuffixes: a cross-origin deployment needs the Public Suffix List,"
                                + " or two customers of one hoster would count as one site");
            }
            return host -> host.substring(host.lastIndexOf('.') + 1);
        }
    }
}
