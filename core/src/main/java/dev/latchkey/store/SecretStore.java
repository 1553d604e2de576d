package dev.latchkey.store;

/**
 * Keeps the few long-lived keys of an installation, so that a restart or a second node breaks nothing signed with them.
 */
public interface SecretStore {
    /**
     * Returns the secret of that name, keeping {@code candidate} if there is none yet.
     *
     * <p>Must be atomic: of several callers with different candidates, all get the same answer.
     *
     * @param name 1 to 64 characters, lower case and dashes
     * @param candidate what to keep the first time; never empty
     * @throws StoreUnavailableException when the store cannot answer
     */
    byte[] getOrCreate(String name, byte[] candidate);
}
