package dev.latchkey.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.store.StoreUnavailableException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ExaminationTest {
    private static final Diagnosis DIAGNOSIS = new Diagnosis("redis.example.com:6379");

    private static Examination of(String release, String mode, String role, String policy) {
        return new Examination("# Server\r\nredis_version:" + release + "\r\nredis_mode:" + mode
                + "\r\n\r\n# Memory\r\n" + "maxmemory_policy:" + policy + "\r\nrole:" + role + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.2.0", "6.2.14", "7.0.15", "7.2.4", "8.0.0", "10.1"})
    void a_release_from_6_2_on_will_do(String release) {
        assertThatCode(() -> of(release, "standalone", "master", "noeviction").check(DIAGNOSIS))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            6.0.16 | standalone | master | noeviction  | it is of release 6.0.16            | install Redis 6.2 or later
            5.0.14 | standalone | master | noeviction  | it is of release 5.0.14            | install Redis 6.2 or later
            what   | standalone | master | noeviction  | it is of release what              | install Redis 6.2 or later
            7.0.15 | standalone | master | allkeys-lru | (maxmemory-policy allkeys-lru)     | config set maxmemory-policy noeviction
            7.0.15 | cluster    | master | volatile-ttl | (maxmemory-policy volatile-ttl)   | config set maxmemory-policy noeviction
            7.0.15 | standalone | slave  | noeviction  | it is a replica                    | name the master
            7.0.15 | sentinel   | master | noeviction  | it is a sentinel                   | redis-sentinel://HOST:PORT#MASTER
            """)
    void what_will_not_do_is_told_with_the_cure(
            String release, String mode, String role, String policy, String reason, String cure) {
        assertThatThrownBy(() -> of(release, mode, role, policy).check(DIAGNOSIS))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("Redis = redis.example.com:6379: ")
                .hasMessageContaining(reason)
                .hasMessageContaining(cure);
    }

    @Test
    void a_sentinel_of_Valkey_is_known_by_the_name_that_it_has_for_that() {
        Examination sentinel = new Examination(
                "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\nserver_mode:sentinel");

        assertThatThrownBy(() -> sentinel.check(DIAGNOSIS)).hasMessageContaining("it is a sentinel");
    }

    @Test
    void it_knows_who_takes_over_and_what_is_on_disk() {
        Examination examination = new Examination("connected_slaves:2\r\naof_enabled:1\r\ncluster_enabled:1\r\n");

        assertThat(examination.hasReplicas()).isTrue();
        assertThat(examination.keepsLog()).isTrue();
        assertThat(examination.isOfCluster()).isTrue();
        assertThat(new Examination("connected_slaves:0\r\naof_enabled:0").hasReplicas())
                .isFalse();
    }
}
