package io.livepatch.build;

import io.livepatch.finding.Findings;
import io.livepatch.model.MethodId;
import java.util.List;

/**
 * How NEW's version of a class differs.
 *
 * @param name binary name with dots
 * @param changed methods with another body
 * @param removed methods of OLD that NEW does not have
 * @param prepared NEW's class, lambda bodies under the names that they have in OLD
 * @param initializer whether the static initialiser does something else
 * @param methodsAdded number of methods that OLD does not have
 * @param fieldsAdded number of fields that OLD does not have
 * @param findings what cannot or will not be brought into the JVM
 */
record ClassDelta(
        String name,
        List<MethodId> changed,
        List<MethodId> removed,
        PreparedClass prepared,
        boolean initializer,
        int methodsAdded,
        int fieldsAdded,
        Findings findings) {
    /** Whether there is anything to patch. */
    boolean isChange() {
        return initializer || !changed.isEmpty();
    }

    String internalName() {
        return name.replace('.', '/');
    }
}
