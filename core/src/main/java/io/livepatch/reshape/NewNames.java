package io.livepatch.reshape;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.Remapper;

/**
 * What classes that only NEW has are called where the patch is applied.
 *
 * @param names their internal names there by those in NEW; without those that the patch does not bring
 */
public record NewNames(Map<String, String> names) {
    public static final NewNames NONE = new NewNames(Map.of());

    public NewNames {
        names = Collections.unmodifiableMap(new TreeMap<>(names));
    }

    /** Whether the patch brings a class of NEW under another name. */
    boolean has(String internalName) {
        return names.containsKey(internalName);
    }

    /** A class file that refers to NEW's classes, as it must be beside the patched ones. */
    public byte[] in(byte[] classFile) {
        return Output.mapped(classFile, new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String internalName) {
                return names.getOrDefault(internalName, internalName);
            }

            @Override
            public String mapInnerClassName(String name, String ownerName, String innerName) {
                return innerName;
            }
        });
    }
}
