package dev.latchkey.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Inside core nobody imports more than is listed here; nobody but the whole imports the in-memory stores. */
@AnalyzeClasses(
        packages = {
            "dev.latchkey.token",
            "dev.latchkey.store",
            "dev.latchkey.principal",
            "dev.latchkey.browser",
            "dev.latchkey.event",
            "dev.latchkey.audit",
            "dev.latchkey.credential",
            "dev.latchkey.session",
            "dev.latchkey.throttle",
            "dev.latchkey.protection",
            "dev.latchkey.remember",
            "dev.latchkey.freshness",
            "dev.latchkey.registration",
            "dev.latchkey.login",
            "dev.latchkey.memory",
            "dev.latchkey.core"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class CoreLayersTest {
    @ArchTest
    static final ArchRule rows_of_core = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("token")
            .definedBy("dev.latchkey.token")
            .layer("store")
            .definedBy("dev.latchkey.store")
            .layer("principal")
            .definedBy("dev.latchkey.principal")
            .layer("browser")
            .definedBy("dev.latchkey.browser")
            .layer("event")
            .definedBy("dev.latchkey.event")
            .layer("audit")
            .definedBy("dev.latchkey.audit")
            .layer("credential")
            .definedBy("dev.latchkey.credential")
            .layer("session")
            .definedBy("dev.latchkey.session")
            .layer("throttle")
            .definedBy("dev.latchkey.throttle")
            .layer("protection")
            .definedBy("dev.latchkey.protection")
            .layer("remember")
            .definedBy("dev.latchkey.remember")
            .layer("freshness")
            .definedBy("dev.latchkey.freshness")
            .layer("registration")
            .definedBy("dev.latchkey.registration")
            .layer("login")
            .definedBy("dev.latchkey.login")
            .layer("memory")
            .definedBy("dev.latchkey.memory")
            .layer("core")
            .definedBy("dev.latchkey.core")
            .whereLayer("token")
            .mayOnlyAccessLayers("store")
            .whereLayer("store")
            .mayNotAccessAnyLayer()
            .whereLayer("principal")
            .mayNotAccessAnyLayer()
            .whereLayer("browser")
            .mayNotAccessAnyLayer()
            .whereLayer("event")
            .mayOnlyAccessLayers("principal", "token", "store")
            .whereLayer("audit")
            .mayOnlyAccessLayers("token", "principal", "event")
            .whereLayer("credential")
            .mayOnlyAccessLayers("principal", "store")
            .whereLayer("session")
            .mayOnlyAccessLayers("token", "store", "principal", "browser", "event")
            .whereLayer("throttle")
            .mayOnlyAccessLayers("token", "store", "principal", "browser", "event", "credential")
            .whereLayer("protection")
            .mayOnlyAccessLayers("browser")
            .whereLayer("remember")
            .mayOnlyAccessLayers(
                    "token", "store", "principal", "browser", "event", "credential", "session", "protection")
            .whereLayer("freshness")
            .mayOnlyAccessLayers("session")
            .whereLayer("registration")
            .mayOnlyAccessLayers("token", "store", "principal", "browser", "event", "credential", "throttle")
            .whereLayer("login")
            .mayOnlyAccessLayers(
                    "token",
                    "store",
                    "principal",
                    "browser",
                    "event",
                    "credential",
                    "session",
                    "throttle",
                    "protection",
                    "remember",
                    "freshness",
                    "registration")
            .whereLayer("memory")
            .mayOnlyAccessLayers(
                    "token", "store", "principal", "credential", "session", "throttle", "remember", "audit")
            .whereLayer("memory")
            .mayOnlyBeAccessedByLayers("core")
            .whereLayer("core")
            .mayNotBeAccessedByAnyLayer();

    /** A package that nobody put in a row would be behind no wall. */
    @ArchTest
    static void every_package_of_core_is_in_a_row(JavaClasses rows) {
        assertThat(rows.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(House.HERE.packagesOf("core"));
    }
}
