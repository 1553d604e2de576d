package dev.latchkey.engine;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;

/** A request whose body has come, or will not. */
final class EngineRequest implements Request {
    private static final Body NOTHING = new Body.Complete(new byte[0]);

    private final Head head;
    private final InetAddress peer;
    private final boolean isTls;
    private Supplier<Body> body = () -> NOTHING;
    private long declared;
    private boolean isBodyAsked;
    private boolean isBodyRefused;

    EngineRequest(Head head, InetAddress peer, boolean isTls) {
        this.head = head;
        this.peer = peer;
        this.isTls = isTls;
    }

    /** What became of the body; a supplier that waits is called only where waiting is allowed. */
    void body(Supplier<Body> outcome) {
        body = outcome;
    }

    /** How long the body is said to be: a larger one than a handler takes is not waited for. */
    void declared(long length) {
        declared = length;
    }

    /** Whether a handler wanted the body. */
    boolean isBodyAsked() {
        return isBodyAsked;
    }

    /** Whether a handler heard that the body is not to be had: what is left of it may still come. */
    boolean isBodyRefused() {
        return isBodyRefused;
    }

    @Override
    public String method() {
        return head.method;
    }

    @Override
    public String rawPath() {
        return head.rawPath;
    }

    @Override
    public String rawQuery() {
        return head.rawQuery;
    }

    @Override
    public List<String> header(RequestHeader name) {
        return head.of(name);
    }

    @Override
    public InetAddress peerAddress() {
        return peer;
    }

    @Override
    public boolean isTls() {
        return isTls;
    }

    @Override
    public Body body(int maxBytes) {
        isBodyAsked = true;
        Body outcome = declared > maxBytes ? new Body.TooLarge() : body.get();
        Body allowed = outcome instanceof Body.Complete(byte[] bytes) && bytes.length > maxBytes
                ? new Body.TooLarge()
                : outcome;
        isBodyRefused = !(allowed instanceof Body.Complete);
        return allowed;
    }

    @Override
    public boolean takesLive() {
        return true;
    }
}
