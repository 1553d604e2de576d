package dev.latchkey.http.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @Nested
    class A_range {
        @ParameterizedTest(name = "{0} and {1}: {2}")
        @CsvSource({
            "10.0.0.0/8,        10.255.255.255,     true",
            "10.0.0.0/8,        11.0.0.0,           false",
            "10.0.0.0/8,        9.255.255.255,      false",
            "192.0.2.128/25,    192.0.2.128,        true",
            "192.0.2.128/25,    192.0.2.127,        false",
            "192.0.2.1,         192.0.2.1,          true",
            "192.0.2.1,         192.0.2.2,          false",
            "192.0.2.1/32,      192.0.2.1,          true",
            "10.0.0.0/8,        ::ffff:10.0.0.1,    true",
            "::ffff:10.0.0.0/104, 10.9.9.9,         true",
            "fd00::/8,          fdff::1,            true",
            "fd00::/8,          fe00::1,            false",
            "::1,               ::1,                true",
            "::1,               127.0.0.1,          false",
            "::/1,              10.0.0.1,           false"
        })
        void holds_addresses(String range, String address, boolean isInside) {
            assertThat(AddressRange.parse(range)
                            .orElseThrow()
                            .contains(IpLiteral.parse(address).orElseThrow()))
                    .isEqualTo(isInside);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "localhost",
                    "10.0.0.0/33",
                    "10.0.0.0/-1",
                    "10.0.0.0/08",
                    "10.0.0.0/",
                    "/8",
                    "10.0.0/8",
                    "10.0.0.0/8/8",
                    "10.0.0.0 /8",
                    "010.0.0.0/8",
                    "::/129",
                    "[::1]",
                    "fe80::1%eth0",
                    "10.0.0.0-10.0.0.9",
                    "::ffff:10.0.0.0/8",
                    "1.2.3.4.5",
                    ":::",
                    "g::1"
                })
        void is_nothing_else(String text) {
            assertThat(AddressRange.parse(text)).isEmpty();
        }

        @Test
        void knows_whether_it_begins_where_it_says() {
            AddressRange range = AddressRange.parse("10.1.2.3/8").orElseThrow();

            assertThat(range.isExact()).isFalse();
            assertThat(range.exact()).hasToString("10.0.0.0/8");
            assertThat(range.exact().isExact()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0:0:0:0:0:0:0:1,         ::1",
        "::,                      ::",
        "2001:DB8:0:0:1:0:0:1,    2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1,    2001:db8:0:1:1:1:1:1",
        "1:0:0:0:0:0:0:0,         1::",
        "1:0:0:2:0:0:0:3,         1:0:0:2::3",
        "::ffff:192.0.2.1,        192.0.2.1",
        "192.0.2.1,               192.0.2.1"
    })
    void an_address_is_written_as_RFC_5952_says(String written, String canonical) {
        assertThat(IpLiteral.format(IpLiteral.parse(written).orElseThrow())).isEqualTo(canonical);
    }
}
