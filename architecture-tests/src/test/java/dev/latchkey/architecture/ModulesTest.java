package dev.latchkey.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** Dependencies point inward; anything not listed is forbidden. */
@AnalyzeClasses(packages = "dev.latchkey", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {
    private static final String[] CORE = House.HERE.packagesOf("core");

    @ArchTest
    static void every_module_knows_those_alone_that_it_says_it_requires(JavaClasses all) {
        Walls.of(House.HERE).modulesKnowWhatTheyRequire(all);
    }

    /** One that is not on the class path here would be behind no wall. */
    @ArchTest
    static void every_module_is_looked_at(JavaClasses all) {
        assertThat(House.HERE.modules().values())
                .allSatisfy(module -> assertThat(all)
                        .as("classes of %s on the class path of these tests", module.folder())
                        .anyMatch(module::holds));
    }

    @ArchTest
    static void no_package_is_in_two_modules_and_none_is_unknown(JavaClasses all) {
        Walls.of(House.HERE).packagesHaveOneModule(all);
    }

    @ArchTest
    static final ArchRule core_needs_the_jdk_alone_and_no_sql = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(
                    "java.lang..",
                    "java.io..",
                    "java.nio..",
                    "java.security..",
                    "java.text..",
                    "java.time..",
                    "java.util..",
                    "javax.crypto..",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule the_protocol_needs_core_and_nothing_else = classes()
            .that()
            .resideInAPackage("dev.latchkey.http..")
            .and()
            .resideOutsideOfPackage("dev.latchkey.http.wire..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(
                    "dev.latchkey.http..",
                    "java.lang..",
                    "java.io..",
                    "java.net..",
                    "java.nio..",
                    "java.security..",
                    "java.time..",
                    "java.util..",
                    "javax.crypto..",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule only_wire_the_import_of_users_and_what_tests_answers_know_json = noClasses()
            .that()
            .resideOutsideOfPackages("dev.latchkey.http.wire..", "dev.latchkey.userimport..", "dev.latchkey.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml..");

    @ArchTest
    static final ArchRule only_the_engine_knows_netty = noClasses()
            .that()
            .resideOutsideOfPackage("dev.latchkey.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule only_its_store_knows_the_driver_of_redis = noClasses()
            .that()
            .resideOutsideOfPackages("dev.latchkey.redis..", "dev.latchkey.testing.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule the_engine_needs_the_exchange_and_netty = classes()
            .that()
            .resideInAPackage("dev.latchkey.engine..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.latchkey.engine..",
                    "dev.latchkey.http..",
                    "dev.latchkey.core.store",
                    "io.netty..",
                    "java..",
                    "javax.net.ssl..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule stores_hashers_and_caches_do_not_know_the_protocol_or_one_another = slices().matching(
                    "dev.latchkey.(jdbc|redis|argon2|foreign|icu|cache|http)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule nobody_imports_the_server = noClasses()
            .that()
            .resideOutsideOfPackage("dev.latchkey.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.latchkey.server..");

    @ArchTest
    static final ArchRule the_testkit_knows_no_concrete_store = noClasses()
            .that()
            .resideInAPackage("dev.latchkey.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.latchkey.jdbc..",
                    "dev.latchkey.sqlite..",
                    "dev.latchkey.redis..",
                    "dev.latchkey.cache..",
                    "dev.latchkey.core.memory..");

    @ArchTest
    static final ArchRule no_package_cycles = Walls.NO_CYCLES;

    private static String[] with(String... more) {
        String[] all = Arrays.copyOf(CORE, CORE.length + more.length);
        System.arraycopy(more, 0, all, CORE.length, more.length);
        return all;
    }
}
