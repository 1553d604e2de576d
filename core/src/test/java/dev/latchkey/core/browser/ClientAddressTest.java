package dev.latchkey.core.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.chance.Tries;
import dev.latchkey.core.testing.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "203.0.113.7,            203.0.113.0/24,      203.0.113.7/32",
        "203.0.113.255,          203.0.113.0/24,      203.0.113.255/32",
        "255.255.255.255,        255.255.255.0/24,    255.255.255.255/32",
        "2001:db8:1:2:3:4:5:6,   2001:db8:1::/48,     2001:db8:1:2::/64",
        "2001:db8:1::7,          2001:db8:1::/48,     2001:db8:1::/64",
        "2001:db8::,             2001:db8::/48,       2001:db8::/64",
        "2001:0:1::7,            2001:0:1::/48,       2001:0:1::/64",
        "0:0:1:2::7,             0:0:1::/48,          0:0:1:2::/64",
        "::1,                    ::/48,               ::/64",
        "ffff:ffff:ffff:ffff::1, ffff:ffff:ffff::/48, ffff:ffff:ffff:ffff::/64"
    })
    void has_a_network_around_it(String literal, String network, String household) {
        ClientAddress address = World.address(literal);

        assertThat(address.network()).isEqualTo(network);
        assertThat(address.household()).isEqualTo(household);
        assertThat(address.isIn(network)).isTrue();
    }

    @ParameterizedTest(name = "{0} is not in {1}")
    @CsvSource({
        "203.0.113.7, 203.0.114.0/24",
        "203.0.113.7, 203.0.11.0/24",
        "203.0.13.7,  203.0.113.0/24",
        "203.0.113.7, 203.0.113.0/2",
        "203.0.113.7, 203.0.113.0/240",
        "203.0.113.7, 203.0.113",
        "203.0.113.7, 203.0.113.",
        "203.0.113.7, 20",
        "203.0.113.7, 'x'",
        "203.0.113.7, ''",
        "203.0.113.7, 2001:db8:1::/48",
        "2001:db8::1, 203.0.113.0/24",
        "2001:db8::1, 2001:db8:1::/48"
    })
    void is_in_no_other_network(String literal, String network) {
        assertThat(World.address(literal).isIn(network)).isFalse();
    }

    @Test
    void is_in_a_network_if_and_only_if_it_is_written_so() {
        Tries.run(chance -> {
            ClientAddress address = ClientAddress.of(chance.bytes(4));
            String other = ClientAddress.of(chance.bytes(4)).network();

            assertThat(address.isIn(address.network())).isTrue();
            assertThat(address.isIn(other)).isEqualTo(address.network().equals(other));
        });
    }

    @Test
    void an_IPv4_address_mapped_into_IPv6_is_that_IPv4_address() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 203, 0, 113, 7};

        assertThat(ClientAddress.of(mapped)).isEqualTo(World.address("203.0.113.7"));
        assertThat(ClientAddress.of(mapped).household()).isEqualTo("203.0.113.7/32");
    }

    @Test
    void an_unknown_address_has_none() {
        assertThat(ClientAddress.unknown().network()).isEmpty();
        assertThat(ClientAddress.unknown().isIn("")).isTrue();
        assertThat(ClientAddress.unknown().isIn("203.0.113.0/24")).isFalse();
        assertThat(ClientAddress.unknown().household()).isEmpty();
    }

    @Test
    void has_4_or_16_bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientAddress.of(new byte[5]));
    }

    @Test
    void is_not_printed_whole() {
        assertThat(World.address("203.0.113.7")).hasToString("203.0.113.0/24");
    }
}
