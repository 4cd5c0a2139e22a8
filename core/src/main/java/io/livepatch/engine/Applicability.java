package io.livepatch.engine;

import io.livepatch.control.ErrorKind;
import io.livepatch.gate.GateDependencies;
import io.livepatch.model.MethodId;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.weave.ClassPlan;
import io.livepatch.weave.PreparedWeaves;
import io.livepatch.weave.WeaveCheck;
import io.livepatch.weave.WeaveOutcome;
import io.livepatch.weave.WeavingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether and where a patch fits this JVM, found out before anything is touched. A loader whose classes are not all of the
 * version that the patch was built against is left out as a whole: half a library patched would be neither version.
 *
 * @param excluded the loaders left out
 * @param warnings why, and what else the operator should know
 * @param changing the loaded classes that it changes, in the loaders in which it fits; for short use only
 * @param everywhereNew whether every loader that has classes of the patch runs the new version already
 * @param woven the bodies in which it ends, woven and verified
 */
record Applicability(
        LoaderSet excluded,
        List<String> warnings,
        List<List<Class<?>>> changing,
        boolean everywhereNew,
        PreparedWeaves woven) {

    Applicability {
        warnings = List.copyOf(warnings);
        changing = List.copyOf(changing);
    }

    /** The classes of a patch in one loader. */
    private static final class InLoader {
        final String name;
        final ClassLoader loader;
        final List<String> differences = new ArrayList<>();
        int fitting;
        int alreadyNew;
        /** The classes that the patch changes, and not only guards. */
        final List<Class<?>> changed = new ArrayList<>();

        InLoader(ClassLoader loader) {
            this.loader = loader;
            name = LoaderSet.describe(loader);
        }

        boolean fits() {
            return fitting > 0 && differences.isEmpty() && alreadyNew == 0;
        }

        boolean isNew() {
            return fitting == 0 && differences.isEmpty() && alreadyNew > 0;
        }
    }

    /**
     * Tries a patch on the classes that are loaded now.
     *
     * @param stack the patches that are to be enabled, this one on top, in every loader
     * @throws Refusal if it fits nowhere, or its code is not valid
     */
    static Applicability of(List<Layer> stack, ClassSweep sweep) throws Refusal {
        LoadedPatch patch = stack.get(stack.size() - 1).patch();
        refuseOtherReleases(patch.descriptor());
        refuseWhatTheGateNeeds(patch);
        List<String> misfits = PlanBuilder.misfits(stack);
        if (!misfits.isEmpty()) {
            throw new Refusal(
                    ErrorKind.VERSION_MISMATCH,
                    "patch " + patch.name() + " was built against other bodies than those in force: "
                            + Listed.firstOf(misfits)
                            + ". Build it from the version that is in force, or disable that patch.");
        }
        // the bodies that come are verified, not those that run: boot classes come without frames from some JVMs
        List<ClassPlan> plans = PlanBuilder.settled(stack);
        Set<String> names =
                patch.descriptor().classes().stream().map(each -> each.name()).collect(Collectors.toSet());
        Map<String, ClassPlan> planByName = plans.stream().collect(Collectors.toMap(ClassPlan::name, each -> each));
        Map<Class<?>, byte[]> captured = capture(sweep, names);
        List<String> problems = problemsOfUnloaded(patch, captured.keySet());
        IdentityHashMap<ClassLoader, InLoader> loaders = new IdentityHashMap<>();
        List<String> unlinkable = new ArrayList<>();
        PreparedWeaves woven = new PreparedWeaves();
        captured.forEach((type, classFile) -> {
            if (sweep.isUnlinkable(type)) {
                unlinkable.add("class " + type.getName() + " in loader " + LoaderSet.describe(type.getClassLoader())
                        + " cannot be linked, so it cannot run and stays as it is");
                return;
            }
            InLoader place = loaders.computeIfAbsent(type.getClassLoader(), InLoader::new);
            if (classFile == null) {
                problems.add(type.getName() + ": this JVM lets nobody change the class");
            } else {
                if (patch.bodies(type.getName()) != null) {
                    place.changed.add(type);
                }
                judge(type, classFile, planByName.get(type.getName()), place, problems, woven);
            }
        });
        problems.addAll(problemsOfAdded(patch, loaders.values(), captured.keySet()));
        if (!problems.isEmpty()) {
            throw new Refusal(ErrorKind.INVALID_CODE, "the patch cannot be woven: " + Listed.firstOf(problems));
        }
        List<String> warnings = new ArrayList<>(unlinkable);
        warnings.addAll(OutsideReaders.warnings(patch.descriptor(), sweep));
        return conclude(patch, loaders.values(), warnings, woven);
    }

    private static void refuseOtherReleases(PatchDescriptor patch) throws Refusal {
        int running = Runtime.version().feature();
        if (!patch.releases().contains(running)) {
            throw new Refusal(
                    ErrorKind.VERSION_MISMATCH,
                    "patch " + patch.name() + " is for " + patch.releases() + ", and this JVM is Java " + running
                            + ", which takes other classes from the library's JAR. Build a bundle for it with --release "
                            + running + ".");
        }
    }

    private static void refuseWhatTheGateNeeds(LoadedPatch patch) throws Refusal {
        List<String> needed = new ArrayList<>();
        for (PatchedClass each : patch.descriptor().classes()) {
            each.methods().stream()
                    .filter(method -> GateDependencies.contains(each.name(), method.id()))
                    .forEach(method -> needed.add(each.name() + "." + method.id()));
        }
        if (!needed.isEmpty()) {
            throw new Refusal(
                    ErrorKind.NOT_PATCHABLE,
                    "patch " + patch.name()
                            + " changes what livepatch itself runs through at the entry of every patched"
                            + " method, which would never end: " + Listed.firstOf(needed));
        }
    }

    private static Map<Class<?>, byte[]> capture(ClassSweep sweep, Set<String> names) throws Refusal {
        try {
            return sweep.capture(names);
        } catch (WeavingException e) {
            throw new Refusal(ErrorKind.NOT_PATCHABLE, e.getMessage(), e);
        }
    }

    private static List<String> problemsOfUnloaded(LoadedPatch patch, Collection<Class<?>> loaded) {
        Set<String> present = loaded.stream().map(Class::getName).collect(Collectors.toSet());
        ClassLoader likely = likely(loaded);
        List<String> problems = new ArrayList<>();
        patch.descriptor().classes().stream()
                .filter(each -> !present.contains(each.name()) && !each.isGuardOnly())
                .forEach(each -> {
                    Set<MethodId> methods = each.methods().stream()
                            .filter(method -> !method.isGuard())
                            .map(method -> method.id())
                            .collect(Collectors.toSet());
                    WeaveCheck.ofUnloaded(patch.bodies(each.name()), methods, likely)
                            .forEach(problem -> problems.add(each.name() + ": " + problem));
                });
        return problems;
    }

    /** The added classes in each loader that is to get them, or in a likely one if nothing is loaded yet. */
    private static Set<String> problemsOfAdded(
            LoadedPatch patch, Collection<InLoader> loaders, Collection<Class<?>> loaded) {
        Set<String> problems = new LinkedHashSet<>();
        List<InLoader> changing = loaders.stream()
                .filter(each -> !each.changed.isEmpty() && each.fits())
                .toList();
        changing.forEach(each -> problems.addAll(patch.added().problems(each.loader)));
        if (changing.isEmpty()) {
            problems.addAll(patch.added().problems(likely(loaded)));
        }
        return problems;
    }

    private static ClassLoader likely(Collection<Class<?>> loaded) {
        return loaded.stream()
                .map(Class::getClassLoader)
                .filter(each -> each != null)
                .findFirst()
                .orElse(ClassLoader.getSystemClassLoader());
    }

    private static void judge(
            Class<?> type,
            byte[] classFile,
            ClassPlan plan,
            InLoader place,
            List<String> problems,
            PreparedWeaves woven) {
        WeaveCheck check = WeaveCheck.ofLoaded(type, classFile, plan, woven);
        check.problems().forEach(problem -> problems.add(type.getName() + ": " + problem));
        WeaveOutcome outcome = check.outcome();
        if (outcome instanceof WeaveOutcome.Failed failed) {
            problems.add(type.getName() + ": " + failed.reason());
        } else if (outcome instanceof WeaveOutcome.AlreadyNew) {
            place.alreadyNew++;
        } else if (outcome instanceof WeaveOutcome.OtherVersion other) {
            place.differences.add(type.getName() + " (" + Listed.firstOf(other.methods()) + ")");
        } else {
            place.fitting++;
        }
    }

    private static Applicability conclude(
            LoadedPatch patch, Collection<InLoader> loaders, List<String> warnings, PreparedWeaves woven)
            throws Refusal {
        List<InLoader> unfit = loaders.stream().filter(each -> !each.fits()).toList();
        for (InLoader each : unfit) {
            warnings.add(describe(each));
        }
        // a loader that holds guards only says nothing of where the library is
        List<InLoader> changing =
                loaders.stream().filter(each -> !each.changed.isEmpty()).toList();
        if (changing.isEmpty()) {
            warnings.add("none of the classes it changes is loaded yet; they are patched when they are");
        }
        boolean everywhereNew = !changing.isEmpty() && changing.stream().allMatch(InLoader::isNew);
        if (!everywhereNew && !changing.isEmpty() && changing.stream().noneMatch(InLoader::fits)) {
            throw new Refusal(
                    ErrorKind.VERSION_MISMATCH,
                    "patch " + patch.name() + " was built against another version than this JVM runs: "
                            + String.join("; ", warnings)
                            + ". Build it from the JAR that the JVM loaded.");
        }
        return new Applicability(
                new LoaderSet(unfit.stream().map(each -> each.loader).toList()),
                warnings,
                changing.stream()
                        .filter(InLoader::fits)
                        .map(each -> each.changed)
                        .toList(),
                everywhereNew,
                woven);
    }

    private static String describe(InLoader place) {
        if (place.isNew()) {
            return "loader " + place.name + " runs the new version already";
        }
        if (place.differences.isEmpty()) {
            return "loader " + place.name + " has some classes of the new version and some of the old";
        }
        return "loader " + place.name + " has another version of " + Listed.firstOf(place.differences);
    }
}
