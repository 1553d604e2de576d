package dev.latchkey.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The walls of a house that nobody has to list. */
record Walls(House house) {
    static final ArchRule NO_CYCLES =
            slices().matching("dev.latchkey.(**)").should().beFreeOfCycles();

    static Walls of(House house) {
        return new Walls(house);
    }

    /** By the names of packages alone: a class path lets through what a module path would not, and tests run on one. */
    void modulesKnowWhatTheyRequire(JavaClasses all) {
        house.modules().keySet().forEach(folder -> {
            Set<String> known = house.mayKnow(folder);
            String[] forbidden = house.modules().values().stream()
                    .filter(module -> !known.contains(module.folder()))
                    .flatMap(module -> module.packages().stream())
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAnyPackage(house.packagesOf(folder))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .allowEmptyShould(true)
                    .check(all);
        });
    }

    void packagesHaveOneModule(JavaClasses all) {
        for (JavaClass each : all) {
            assertThat(house.modules().values().stream().filter(module -> module.holds(each)))
                    .as("modules that hold %s", each.getPackageName())
                    .hasSize(1);
        }
    }
}
