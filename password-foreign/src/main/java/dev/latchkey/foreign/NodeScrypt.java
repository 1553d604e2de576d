package dev.latchkey.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * scrypt as better-auth ({@code salt:hex}), Lucia ({@code s2:salt:hex}, before that {@code salt:hex}) and code around
 * Node's own {@code crypto.scrypt} ({@code salt:hex}) write it: 64 bytes, the salt as the text it is. The parameters are
 * not in the text. better-auth fills twice the memory of the others, so where nothing says which it is, it may be of
 * either.
 */
final class NodeScrypt implements Format {
    private static final String MARK = "node-scrypt$";
    private static final Pattern HASH =
            Pattern.compile("node-scrypt\\$(s2:)?([A-Za-z0-9+/_=-]{8,128}):([0-9a-f]{128})");
    private static final Pattern EXPORTED = Pattern.compile("(?:s2:)?[A-Za-z0-9+/_=-]{8,128}:[0-9a-f]{128}");
    private static final int N = 16_384;

    @Override
    public String name() {
        return "scrypt of Node";
    }

    @Override
    public Optional<String> stored(String exported) {
        if (exported.startsWith(MARK)) {
            return Optional.of(exported);
        }
        return EXPORTED.matcher(exported).matches() ? Optional.of(MARK + exported) : Optional.empty();
    }

    @Override
    public Reading read(String stored) {
        Matcher matcher = HASH.matcher(stored);
        if (!matcher.matches()) {
            return Reading.misshapen();
        }
        byte[] salt = matcher.group(2).getBytes(UTF_8);
        return Encoded.hex("output", matcher.group(3), expected -> {
            Reading large = Derivation.scrypt(N, 16, 1, salt, expected).with(bare -> bare.ofSpelling(NodeScrypt::nfkc));
            return matcher.group(1) != null
                    ? large
                    : large.then(better -> Derivation.scrypt(N, 8, 1, salt, expected)
                            .with(bare -> bare.alsoOfSpelling(NodeScrypt::nfkc))
                            .with(better::or));
        });
    }

    private static byte[] nfkc(byte[] password) {
        return Normalizer.normalize(new String(password, UTF_8), Normalizer.Form.NFKC)
                .getBytes(UTF_8);
    }
}
