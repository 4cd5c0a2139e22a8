package io.livepatch.build;

import io.livepatch.model.PatchedMethod;
import java.util.List;

/**
 * How NEW's version of a class differs.
 *
 * @param name binary name with dots
 * @param changed methods with another body
 * @param prepared what goes into the bundle
 * @param methodsAdded number of methods that OLD does not have
 * @param fieldsAdded number of fields that OLD does not have
 * @param findings what cannot or will not be brought into the JVM
 */
record ClassDelta(
        String name,
        List<PatchedMethod> changed,
        PreparedClass prepared,
        int methodsAdded,
        int fieldsAdded,
        Findings findings) {}
