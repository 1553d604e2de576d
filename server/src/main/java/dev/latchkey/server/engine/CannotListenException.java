package dev.latchkey.server.engine;

import java.net.InetAddress;

/** The server could not listen where it was told to. The message says where, why, and what to do. */
public final class CannotListenException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final InetAddress address;
    private final int port;

    CannotListenException(InetAddress address, int port, String reason, Throwable cause) {
        super(
                "cannot listen on " + address.getHostAddress() + " port " + port + ": " + reason
                        + System.lineSeparator() + "  " + cure(reason),
                cause);
        this.address = address;
        this.port = port;
    }

    /** The words are the operating system's, the same in every locale that Java runs in. */
    private static String cure(String reason) {
        if (reason.contains("Permission denied")) {
            return "ports below 1024 need a privilege; choose another with --port";
        }
        if (reason.contains("assign requested address") || reason.contains("rotocol family")) {
            return "this machine has no such address; choose one that it has with --listen";
        }
        return "another program listens there; choose another with --port";
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
