package io.livepatch.weave;

import io.livepatch.weave.AddedClasses.Added;
import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.objectweb.asm.ClassReader;

/**
 * A class that passes the transformer, and what must not happen meanwhile. A class that the JVM loads while our transformer runs
 * is not shown to it (JDK-6469492), so nothing that the plan changes may be loaded for the sake of an added class.
 *
 * @param className binary name
 * @param planned whether the plan changes a class of that internal name
 */
record Passing(
        String className, Module module, ClassLoader loader, ProtectionDomain domain, Predicate<String> planned) {
    private static final String JAVA = "java.";

    /**
     * Refuses an added class for which the JVM would have to load a class of the plan, this one for instance, as its supertype.
     *
     * @throws WeavingException if so
     */
    void requireLoadable(Added added, AddedClasses all, ClassDefiner definer) throws WeavingException {
        Set<String> seen = new HashSet<>();
        for (String each : added.supertypes()) {
            if (!all.contains(each)) {
                require(added, each, definer, seen);
            }
        }
    }

    private void require(Added added, String supertype, ClassDefiner definer, Set<String> seen)
            throws WeavingException {
        if (supertype.startsWith(JAVA) || !seen.add(supertype) || isLoaded(supertype, definer)) {
            return;
        }
        if (supertype.equals(className) || planned.test(supertype.replace('.', '/'))) {
            throw new WeavingException("class " + added.name() + " cannot be added while " + className
                    + " is loaded, since " + supertype
                    + " is patched too, must be loaded first and would not be patched then; disable the patch and enable it"
                    + " again when both are loaded");
        }
        try {
            ClassFileLocator.Resolution found = WeaveCheck.classFilesOf(loader).locate(supertype);
            if (found.isResolved()) {
                ClassReader reader = new ClassReader(found.resolve());
                require(added, reader.getSuperName().replace('/', '.'), definer, seen);
                for (String each : reader.getInterfaces()) {
                    require(added, each.replace('/', '.'), definer, seen);
                }
            }
        } catch (IOException e) {
            throw new WeavingException("class " + added.name() + " cannot be added: " + supertype + ": " + e, e);
        }
    }

    private boolean isLoaded(String name, ClassDefiner definer) {
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            if (definer.isLoaded(name, each)) {
                return true;
            }
        }
        return false;
    }
}
