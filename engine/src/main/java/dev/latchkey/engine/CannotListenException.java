package dev.latchkey.engine;

import dev.latchkey.http.forwarding.IpLiteral;
import java.net.InetAddress;

/** The server could not listen where it was told to. The message says where, why, and what to do. */
public final class CannotListenException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final InetAddress address;
    private final int port;
    private final String reason;

    CannotListenException(InetAddress address, int port, String reason, Throwable cause) {
        this(address, port, reason, "", "--listen", "--port", cause);
    }

    private CannotListenException(
            InetAddress address,
            int port,
            String reason,
            String purpose,
            String listenFlag,
            String portFlag,
            Throwable cause) {
        super(
                "cannot listen" + purpose + " on " + IpLiteral.format(address) + " port " + port + ": " + reason
                        + System.lineSeparator() + "  " + cure(reason, listenFlag, portFlag),
                cause);
        this.address = address;
        this.port = port;
        this.reason = reason;
    }

    /** The words are the operating system's, the same in every locale that Java runs in. */
    private static String cure(String reason, String listenFlag, String portFlag) {
        if (reason.contains("Permission denied")) {
            return "ports below 1024 need a privilege; choose another with " + portFlag;
        }
        if (reason.contains("assign requested address") || reason.contains("rotocol family")) {
            return "this machine has no such address; choose one that it has with " + listenFlag;
        }
        return "another program listens there; choose another with " + portFlag;
    }

    /**
     * The same, for listeners that other flags than {@code --listen} and {@code --port} set up.
     *
     * @param purpose what is served there
     */
    public CannotListenException explained(String purpose, String listenFlag, String portFlag) {
        return new CannotListenException(address, port, reason, " for " + purpose, listenFlag, portFlag, this);
    }

    /** Where it should have listened. */
    public InetAddress address() {
        return address;
    }

    /** On which port. */
    public int port() {
        return port;
    }
}
