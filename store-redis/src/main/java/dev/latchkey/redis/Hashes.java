package dev.latchkey.redis;

import dev.latchkey.core.token.TokenHash;
import java.util.Base64;
import java.util.List;

/** How a token hash is spelled in keys and values. */
final class Hashes {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Hashes() {}

    static String spell(TokenHash hash) {
        return ENCODER.encodeToString(hash.toBytes());
    }

    static TokenHash read(String text) {
        return new TokenHash(Base64.getUrlDecoder().decode(text));
    }

    static List<TokenHash> readAll(List<String> texts) {
        return texts.stream().map(Hashes::read).toList();
    }
}
