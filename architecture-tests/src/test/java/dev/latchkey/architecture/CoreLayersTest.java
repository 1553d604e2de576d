package dev.latchkey.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Inside core each row imports only the rows above it; nobody imports the in-memory stores. */
@AnalyzeClasses(
        packages = {
            "dev.latchkey.token",
            "dev.latchkey.store",
            "dev.latchkey.principal",
            "dev.latchkey.event",
            "dev.latchkey.credential",
            "dev.latchkey.session",
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
            .layer("event")
            .definedBy("dev.latchkey.event")
            .layer("credential")
            .definedBy("dev.latchkey.credential")
            .layer("session")
            .definedBy("dev.latchkey.session")
            .layer("login")
            .definedBy("dev.latchkey.login")
            .layer("memory")
            .definedBy("dev.latchkey.memory")
            .whereLayer("memory")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("login")
            .mayOnlyBeAccessedByLayers("memory")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("login", "memory")
            .whereLayer("credential")
            .mayOnlyBeAccessedByLayers("login", "memory")
            .whereLayer("event")
            .mayOnlyBeAccessedByLayers("credential", "session", "login", "memory")
            .whereLayer("token")
            .mayNotAccessAnyLayer()
            .whereLayer("principal")
            .mayNotAccessAnyLayer();
}
