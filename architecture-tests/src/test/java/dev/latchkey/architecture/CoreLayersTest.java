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
@AnalyzeClasses(packages = "dev.latchkey.core", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreLayersTest {
    @ArchTest
    static final ArchRule rows_of_core = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("token")
            .definedBy("dev.latchkey.core.token")
            .layer("store")
            .definedBy("dev.latchkey.core.store")
            .layer("principal")
            .definedBy("dev.latchkey.core.principal")
            .layer("browser")
            .definedBy("dev.latchkey.core.browser")
            .layer("event")
            .definedBy("dev.latchkey.core.event")
            .layer("audit")
            .definedBy("dev.latchkey.core.audit")
            .layer("credential")
            .definedBy("dev.latchkey.core.credential")
            .layer("session")
            .definedBy("dev.latchkey.core.session")
            .layer("throttle")
            .definedBy("dev.latchkey.core.throttle")
            .layer("protection")
            .definedBy("dev.latchkey.core.protection")
            .layer("remember")
            .definedBy("dev.latchkey.core.remember")
            .layer("freshness")
            .definedBy("dev.latchkey.core.freshness")
            .layer("account")
            .definedBy("dev.latchkey.core.account")
            .layer("login")
            .definedBy("dev.latchkey.core.login")
            .layer("memory")
            .definedBy("dev.latchkey.core.memory")
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
            .whereLayer("account")
            .mayOnlyAccessLayers("token", "store", "principal", "browser", "event", "credential", "throttle")
            .whereLayer("protection")
            .mayOnlyAccessLayers("browser")
            .whereLayer("remember")
            .mayOnlyAccessLayers("token", "store", "principal", "browser", "event", "account", "session", "protection")
            .whereLayer("freshness")
            .mayOnlyAccessLayers("session")
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
                    "account")
            .whereLayer("memory")
            .mayOnlyAccessLayers(
                    "token", "store", "principal", "credential", "account", "session", "throttle", "remember", "audit")
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
