package io.livepatch.bundle;

import io.livepatch.bundle.InvalidBundleException.Flaw;
import io.livepatch.model.PatchDescriptor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;

/** The class files of a bundle that are defined beside the patched classes. */
final class AddedClassFiles {
    private AddedClassFiles() {}

    /**
     * Takes them out of the entries.
     *
     * @return by binary name with dots
     * @throws Flaw if one is missing, holds another class, or comes before a class that it needs to be defined
     */
    static Map<String, byte[]> take(PatchDescriptor patch, Map<String, byte[]> entries) throws Flaw {
        Map<String, byte[]> added = new HashMap<>();
        Set<String> later = new HashSet<>(patch.added());
        for (String name : patch.added()) {
            byte[] classFile = entries.remove(BundleFormat.addedEntryOf(name));
            if (classFile == null) {
                throw new Flaw("the class file of the added class " + name + " is missing");
            }
            checkOrder(name, BundleReader.parse(name, classFile), later);
            later.remove(name);
            added.put(name, classFile);
        }
        return added;
    }

    /** A class whose supertype is not there yet could not be defined. */
    private static void checkOrder(String name, ClassNode node, Set<String> later) throws Flaw {
        List<String> interfaces = node.interfaces;
        for (int i = -1; i < interfaces.size(); i++) {
            String internalName = i < 0 ? node.superName : interfaces.get(i);
            String supertype = internalName == null ? "" : internalName.replace('/', '.');
            if (later.contains(supertype)) {
                throw new Flaw("the added class " + name + " is listed before its supertype " + supertype);
            }
        }
    }
}
