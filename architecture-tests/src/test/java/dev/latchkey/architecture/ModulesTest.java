package dev.latchkey.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Set;

/** Dependencies point inward; anything not listed is forbidden. */
@AnalyzeClasses(packages = "dev.latchkey", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesTest {
    private static final String[] CORE = House.packagesOf("core");

    /** By the names of packages alone: a class path lets through what a module path would not, and tests run on one. */
    @ArchTest
    static void every_module_knows_those_alone_that_its_module_info_requires(JavaClasses all) {
        House.modules().keySet().stream().filter(House::isModule).forEach(folder -> {
            Set<String> known = House.mayKnow(folder);
            String[] forbidden = House.modules().values().stream()
                    .filter(module -> !known.contains(module.folder()))
                    .flatMap(module -> module.packages().stream())
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAnyPackage(House.packagesOf(folder))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .check(all);
        });
    }

    @ArchTest
    static void no_package_is_in_two_modules_and_none_is_unknown(JavaClasses all) {
        for (JavaClass each : all) {
            assertThat(House.modules().values().stream().filter(module -> module.holds(each)))
                    .as("modules that hold %s", each.getPackageName())
                    .hasSize(1);
        }
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
    static final ArchRule only_wire_and_the_import_of_users_know_json = noClasses()
            .that()
            .resideOutsideOfPackages("dev.latchkey.http.wire..", "dev.latchkey.server.userimport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml..");

    @ArchTest
    static final ArchRule only_the_engine_knows_helidon = noClasses()
            .that()
            .resideOutsideOfPackage("dev.latchkey.server.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.helidon..");

    @ArchTest
    static final ArchRule stores_hashers_and_caches_do_not_know_the_protocol_or_one_another = slices().matching(
                    "dev.latchkey.(jdbc|argon2|foreign|icu|cache|http)..")
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
            .resideInAnyPackage("dev.latchkey.jdbc..", "dev.latchkey.cache..", "dev.latchkey.memory..");

    @ArchTest
    static final ArchRule no_package_cycles =
            slices().matching("dev.latchkey.(**)").should().beFreeOfCycles();

    private static String[] with(String... more) {
        String[] all = Arrays.copyOf(CORE, CORE.length + more.length);
        System.arraycopy(more, 0, all, CORE.length, more.length);
        return all;
    }
}
