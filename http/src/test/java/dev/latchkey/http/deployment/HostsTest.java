package dev.latchkey.http.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.Hosts.Service;
import dev.latchkey.http.origin.Origin;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {
    @ParameterizedTest(name = "{0}: Host {2} at {1}")
    @CsvSource(quoteCharacter = '"', textBlock = """
        the public one,         http://localhost:5000,    localhost:5000,       PUBLIC
        in any case,            http://localhost:5000,    LocalHost:5000,       PUBLIC
        an alias,               http://localhost:5000,    127.0.0.1:5000,       ALIAS
        an alias,               http://localhost:5000,    [::1]:5000,           ALIAS
        an alias of 127.0.0.1,  http://127.0.0.1:5000,    LOCALHOST:5000,       ALIAS
        an alias of a subname,  http://app.localhost,     localhost,            ALIAS
        the subname itself,     http://app.localhost,     app.localhost,        PUBLIC
        another port,           http://localhost:5000,    localhost:5001,       REFUSED
        an alias at another,    http://localhost:5000,    127.0.0.1:5001,       REFUSED
        no port,                http://localhost:5000,    localhost,            REFUSED
        rebound DNS,            http://localhost:5000,    attacker.example:5000, REFUSED
        a longer name,          http://localhost:5000,    localhost.attacker.example:5000, REFUSED
        all interfaces,         http://localhost:5000,    0.0.0.0:5000,         REFUSED
        another loopback,       http://localhost:5000,    127.0.0.2:5000,       REFUSED
        a number,               http://localhost:5000,    2130706433:5000,      REFUSED
        a final dot,            http://localhost:5000,    localhost.:5000,      ALIAS
        two final dots,         http://localhost:5000,    localhost..:5000,     REFUSED
        a dot alone,            http://localhost:5000,    .:5000,               REFUSED
        userinfo,               http://localhost:5000,    evil@localhost:5000,  REFUSED
        a list,                 http://localhost:5000,    "localhost:5000, attacker.example", REFUSED
        a space,                http://localhost:5000,    " localhost:5000",    REFUSED
        an empty host,          http://localhost:5000,    "",                   REFUSED
        an origin for a host,   http://localhost:5000,    http://localhost:5000, REFUSED
        the public one,         https://example.com,      example.com,          PUBLIC
        in any case,            https://example.com,      EXAMPLE.com,          PUBLIC
        no alias off loopback,  https://example.com,      localhost,            REFUSED
        a subdomain,            https://example.com,      www.example.com,      REFUSED
        the http port,          https://example.com,      example.com:80,       REFUSED
        another port,           https://example.com:8443, example.com,          REFUSED
        its own port,           https://example.com:8443, example.com:8443,     PUBLIC
        the scheme's port,      https://example.com,      example.com:443,      PUBLIC
        in any case,            https://example.com,      EXAMPLE.com:443,      PUBLIC
        with zeros before it,   https://example.com,      example.com:0443,     PUBLIC
        nothing after a colon,  https://example.com,      example.com:,         PUBLIC
        the scheme's port,      http://example.com,       example.com:80,       PUBLIC
        the https port,         http://example.com,       example.com:443,      REFUSED
        a port too high,        https://example.com,      example.com:65979,    REFUSED
        a port far too high,    https://example.com,      example.com:4294967739, REFUSED
        a port below zero,      https://example.com,      example.com:-443,     REFUSED
        two ports,              https://example.com,      example.com:443:443,  REFUSED
        digits of another script, https://example.com,    example.com:٤٤٣,      REFUSED
        a final dot,            https://example.com,      example.com.,         ALIAS
        a final dot and a port, https://example.com,      example.com.:443,     ALIAS
        an address,             http://[2001:db8::1],     [2001:DB8:0::1]:80,   PUBLIC
        an address as a loopback, http://localhost:80,    [0:0:0:0:0:0:0:1],    ALIAS
        an alias without port,  http://localhost,         127.0.0.1,            ALIAS
        an alias with port,     http://localhost,         127.0.0.1:80,         ALIAS
        """)
    void a_host_is_ours_an_alias_or_refused(String label, String publicOrigin, String host, Service service) {
        assertThat(hosts(publicOrigin).judge(List.of(host))).as(label).isEqualTo(service);
    }

    @Nested
    @DisplayName("RFC 9112 §3.2: there is exactly one Host line")
    class There_is_exactly_one_Host_line {
        @Test
        void none_is_refused() {
            assertThat(hosts("http://localhost:5000").judge(List.of())).isEqualTo(Service.REFUSED);
        }

        @Test
        void two_are_refused_though_both_are_ours() {
            assertThat(hosts("http://localhost:5000").judge(List.of("localhost:5000", "localhost:5000")))
                    .isEqualTo(Service.REFUSED);
        }
    }

    private static Hosts hosts(String publicOrigin) {
        return new Hosts(Origin.parse(publicOrigin).orElseThrow());
    }
}
