package dev.latchkey.server.doctor;

/** What one step of the way came to. */
public sealed interface Outcome {
    /**
     * All is well.
     *
     * @param seen what was seen
     */
    record Fine(String seen) implements Outcome {}

    /**
     * Here the login is lost.
     *
     * @param cause why, for programs
     * @param what what was looked at
     * @param value what it was
     * @param why what that breaks
     * @param cure what to do
     */
    record Failed(LiveCause cause, String what, String value, String why, String cure) implements Outcome {}
}
