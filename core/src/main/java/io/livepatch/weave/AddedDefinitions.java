package io.livepatch.weave;

import io.livepatch.bridge.LoaderBook;
import io.livepatch.weave.AddedClasses.Added;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * In which loaders the added classes of a patch are, for as long as the patch stands in its place of the stack. All of them are
 * in a loader before the first patched class of it has a body that needs one; where that is impossible the patch is not in force in
 * that loader. Once decided for a loader, whichever thread comes first, that holds. Thread-safe without a lock.
 */
public final class AddedDefinitions {
    private enum State {
        DEFINED,
        FAILED
    }

    private final AddedClasses added;
    private final LoaderBook<State> states = new LoaderBook<>();

    public AddedDefinitions(AddedClasses added) {
        this.added = added;
    }

    public boolean isEmpty() {
        return added.isEmpty();
    }

    /** Whether the patch is not in force in a loader, since its added classes could not be defined there. */
    public boolean failedIn(ClassLoader loader) {
        return states.find(loader) == State.FAILED;
    }

    /**
     * Defines and links them in a loader, before anything is woven.
     *
     * @param patched the loaded classes of that loader which the patch changes, at least one
     * @throws WeavingException if one of them cannot be there; those before it stay, without effect
     */
    public void define(ClassDefiner definer, ClassLoader loader, Collection<Class<?>> patched) throws WeavingException {
        List<Class<?>> defined = new ArrayList<>();
        for (Added each : added.classes()) {
            Class<?> neighbour = neighbour(each, patched);
            requirePackage(each, neighbour.getModule(), loader);
            Class<?> type = definer.define(each, loader, loader == null ? null : neighbour.getProtectionDomain());
            if (type != null) {
                defined.add(type);
            }
        }
        for (Class<?> each : defined) {
            try {
                LiveClasses.link(each);
            } catch (LinkageError e) {
                throw new WeavingException("class " + each.getName() + " cannot be added: " + e, e);
            }
        }
        states.put(loader, State.DEFINED);
    }

    /** In the same package if there is one: that is the class which an added one belongs to. */
    private static Class<?> neighbour(Added each, Collection<Class<?>> patched) {
        return patched.stream()
                .filter(type -> type.getPackageName().equals(each.packageName()))
                .findFirst()
                .orElseGet(() -> patched.iterator().next());
    }

    /**
     * Sees to it that they are in the loader of a class that is being loaded or retransformed, on the thread that does it.
     *
     * @return why they cannot be there; null if they are
     */
    String defineWithin(ClassDefiner definer, Passing passing) {
        State state = states.find(passing.loader());
        if (state == null) {
            WeavingException failure = tryWithin(definer, passing);
            state = states.putIfAbsent(passing.loader(), failure == null ? State.DEFINED : State.FAILED);
            if (state == State.FAILED && failure != null) {
                return failure.getMessage();
            }
        }
        return state == State.DEFINED ? null : "the classes that the patch adds could not be defined in its loader";
    }

    private WeavingException tryWithin(ClassDefiner definer, Passing passing) {
        try {
            for (Added each : added.classes()) {
                requirePackage(each, passing.module(), passing.loader());
                passing.requireLoadable(each, added, definer);
                definer.define(each, passing.loader(), passing.domain());
            }
            return null;
        } catch (WeavingException e) {
            return e;
        } catch (RuntimeException | Error e) {
            // a loader of the application was asked, which may throw anything; undecided the loader would be half
            // patched
            return new WeavingException("the added classes cannot be defined: " + e, e);
        }
    }

    /** A class in a package that no module of the loader has would be in the loader's unnamed module, a stranger to the others. */
    private static void requirePackage(Added each, Module module, ClassLoader loader) throws WeavingException {
        String name = each.packageName();
        if (!module.isNamed() || module.getPackages().contains(name) || hasPackage(module.getLayer(), loader, name)) {
            return;
        }
        throw new WeavingException("class " + each.name() + " cannot be added: module " + module.getName()
                + " has no package " + name + ", and gets none after the JVM has defined it");
    }

    /** Whether another module of the same loader has the package. */
    private static boolean hasPackage(ModuleLayer layer, ClassLoader loader, String name) {
        return layer != null
                && layer.modules().stream()
                        .anyMatch(each -> each.getClassLoader() == loader
                                && each.getPackages().contains(name));
    }
}
