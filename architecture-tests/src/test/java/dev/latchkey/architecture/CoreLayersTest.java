package dev.latchkey.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Inside core nobody imports more than is listed here; nobody imports the in-memory stores. */
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
            "dev.latchkey.memory"
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
            .mayNotBeAccessedByAnyLayer();
}
