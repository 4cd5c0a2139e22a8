package io.livepatch.model;

import java.util.List;

/**
 * What code that the patch does not change keeps, looks for or reads: that of the JDK, which is made to do so by side, and that of other
 * libraries, of which the operator is told.
 *
 * @param enums the enums among the patched classes that get constants, by binary name
 * @param hooks the methods among the added ones that serialization looks for
 * @param versioned the static fields that have another value for code of the patch and that other libraries may read
 */
public record Outside(List<String> enums, List<SerializationHook> hooks, List<FieldId> versioned) {
    /** Nothing, as of most patches. */
    public static final Outside NONE = new Outside(List.of(), List.of(), List.of());

    public Outside {
        enums = List.copyOf(enums);
        hooks = List.copyOf(hooks);
        versioned = List.copyOf(versioned);
    }
}
