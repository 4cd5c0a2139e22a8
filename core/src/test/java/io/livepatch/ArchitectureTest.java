package io.livepatch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The direction between packages, and which of them may use which library. */
class ArchitectureTest {
    private static final String BASE = "io.livepatch.";

    /** Each package and those of ours that it may use. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            entry("api", List.of()),
            entry("model", List.of()),
            entry("bytecode", List.of("model")),
            entry("json", List.of()),
            entry("bundle", List.of("model", "bytecode", "json")),
            entry("finding", List.of()),
            entry("reshape", List.of("model", "bytecode", "finding")),
            entry("build", List.of("model", "bytecode", "bundle", "finding", "reshape")),
            entry("gate", List.of("model")),
            entry("bridge", List.of("api", "model")),
            entry("weave", List.of("model", "bytecode", "gate", "bridge")),
            entry("statics", List.of("api", "model", "bytecode", "reshape", "weave")),
            entry("transition", List.of("model", "gate")),
            entry("control", List.of("model", "json")),
            entry("patchcode", List.of("api", "model", "bridge", "statics", "control")),
            entry(
                    "engine",
                    List.of(
                            "api",
                            "model",
                            "bytecode",
                            "bundle",
                            "gate",
                            "bridge",
                            "weave",
                            "statics",
                            "transition",
                            "control",
                            "patchcode")),
            entry("cli", List.of("model", "bundle", "finding", "build", "control")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.livepatch");

    static Stream<String> packages() {
        return MAY_USE.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackage_usesOnlyThoseBelowIt(String name) {
        String[] allowed = Stream.concat(Stream.of(name), MAY_USE.get(name).stream())
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(packageOf(name))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(not(resideInAPackage("io.livepatch.."))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyPackage_isInTheTable() {
        Set<String> found = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            found.add(each.getPackageName().substring(BASE.length()));
        }
        assertThat(found).isNotEmpty().isSubsetOf(MAY_USE.keySet());
    }

    @Test
    void packages_haveNoCycle() {
        slices().matching("io.livepatch.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void asm_isUsedWhereClassFilesAre() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        packageOf("bytecode"),
                        packageOf("bundle"),
                        packageOf("reshape"),
                        packageOf("build"),
                        packageOf("weave"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.objectweb.asm..")
                .check(CLASSES);
    }

    @Test
    void byteBuddy_locatesClassFilesMakesTheDispatcherAndAttaches() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packageOf("bytecode"), packageOf("reshape"), packageOf("weave"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("net.bytebuddy..").and(not(resideInAPackage("net.bytebuddy.agent.."))))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.bytebuddy.agent..")
                .check(CLASSES);
    }

    /** These differ in order from one JVM to the next, and so would bundles; one JVM alone does not show it. */
    @Test
    void bundles_areMadeWithoutCollectionsInRandomOrder() {
        noClasses()
                .that()
                .resideInAnyPackage(packageOf("reshape"), packageOf("build"))
                .should()
                .callMethod(Set.class, "copyOf", Collection.class)
                .orShould()
                .callMethod(Map.class, "copyOf", Map.class)
                .orShould()
                .callMethod(Collectors.class, "toUnmodifiableSet")
                .check(CLASSES);
    }

    @Test
    void logging_isTheEnginesAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packageOf("engine"), packageOf("weave"), packageOf("transition"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..", "java.lang.System$Logger..")
                .check(CLASSES);
    }

    @Test
    void logging_atErrorLevel_isNotUsedBecauseItWouldNotBeMarkedAsOurs() {
        // the provider has a prefix for WARN only (simplelogger.properties)
        noClasses()
                .should()
                .callMethodWhere(target(owner(name("org.slf4j.Logger"))).and(target(name("error"))))
                .check(CLASSES);
    }

    @Test
    void commandLineAndItsLibraries_areTheCommandLines() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "me.tongfei..", "org.jline..", "com.sun.tools.attach..")
                .check(CLASSES);
    }

    @Test
    void standardStreams_areTheCommandLinesAndOneLineOfTheAgents() {
        noClasses()
                .that()
                .resideOutsideOfPackage(packageOf("cli"))
                .and()
                .doNotHaveFullyQualifiedName("io.livepatch.engine.Report")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    /** Patches may change JDK classes, and the gate runs in the middle of every patched method. */
    @Test
    void theGate_usesNothingThatAPatchMightChange() {
        noClasses()
                .that()
                .haveNameMatching(
                        "io.livepatch.gate.(PatchGate|ThreadTable|ThreadRecord|RecordState|Phase|SchedulePoint)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util", "java.util.concurrent..", "java.util.stream..")
                .check(CLASSES);
    }

    private static String packageOf(String name) {
        return BASE + name + "..";
    }
}
