package io.livepatch.reshape;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.objectweb.asm.tree.ClassNode;

/** The classes of one version of a library, parsed when they are first asked for. Not safe for use by several threads. */
public final class Side {
    private final Set<String> names;
    private final Function<String, ClassNode> reader;
    private final Map<String, ClassNode> parsed = new HashMap<>();

    /**
     * A version of a library.
     *
     * @param names internal names of its classes
     * @param reader gives the class of one of these names, null if its class file cannot be read
     */
    public Side(Set<String> names, Function<String, ClassNode> reader) {
        this.names = names;
        this.reader = reader;
    }

    Set<String> names() {
        return names;
    }

    boolean has(String internalName) {
        return names.contains(internalName);
    }

    /** The class, null if the library has none of that name or it cannot be read. */
    ClassNode find(String internalName) {
        return has(internalName) ? parsed.computeIfAbsent(internalName, reader) : null;
    }
}
