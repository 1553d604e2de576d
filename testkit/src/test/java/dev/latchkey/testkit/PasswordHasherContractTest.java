package dev.latchkey.testkit;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.token.Tokens;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The contract can be met: here by a hasher that is far too quick for anything else. */
class PasswordHasherContractTest extends PasswordHasherContract {
    @Override
    protected PasswordHasher newHasher() {
        return new QuickHasher(2);
    }

    @Override
    protected PasswordHasher newHasherWithLowerParameters() {
        return new QuickHasher(1);
    }

    private static final class QuickHasher implements PasswordHasher {
        private final int rounds;
        private final PasswordHash decoy;

        QuickHasher(int rounds) {
            this.rounds = rounds;
            this.decoy = new PasswordHash("$quick$" + rounds + "$" + salt() + "$" + "0".repeat(64));
        }

        @Override
        public PasswordHash hash(Password password) {
            return hash(password, rounds, salt());
        }

        @Override
        public Verification verify(Password password, PasswordHash hash) {
            String[] parts = hash.phc().split("\\$", -1);
            if (parts.length != 5 || !parts[1].equals("quick")) {
                return verify(password, decoy);
            }
            int used = Integer.parseInt(parts[2]);
            if (!hash(password, used, parts[3]).equals(hash)) {
                return Verification.DIFFERS;
            }
            return used == rounds ? Verification.MATCHES : Verification.MATCHES_BUT_OUTDATED;
        }

        @Override
        public PasswordHash decoy() {
            return decoy;
        }

        private static PasswordHash hash(Password password, int rounds, String salt) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(HexFormat.of().parseHex(salt));
                String hex = HexFormat.of().formatHex(digest.digest(password.toUtf8()));
                return new PasswordHash("$quick$" + rounds + "$" + salt + "$" + hex);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        private static String salt() {
            return HexFormat.of().formatHex(new Tokens().newSecret(8));
        }
    }
}
