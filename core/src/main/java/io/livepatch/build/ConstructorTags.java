package io.livepatch.build;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The last parameter of the constructors through which nested classes make objects by a private one. Compilers take for its type whatever class has
 * the number 1, or make an empty one, and pass null. The type says nothing, so it must not follow the renaming of the class whose name it borrows.
 */
final class ConstructorTags {
    private static final String CONSTRUCTOR = "<init>";
    /** Stands for any tag; no class file has such a type. */
    private static final String MASK = "Llivepatch.tag;)V";

    /** What stood where the mask is, by class and masked descriptor. */
    private final Map<String, String> tags = new HashMap<>();

    /** Takes the tags out of all classes of a family, by internal name. */
    static ConstructorTags mask(Map<String, ClassNode> family) {
        ConstructorTags tags = new ConstructorTags();
        Map<String, String> masked = new HashMap<>();
        for (ClassNode owner : family.values()) {
            for (MethodNode method : owner.methods) {
                if (method.name.equals(CONSTRUCTOR) && (method.access & Opcodes.ACC_SYNTHETIC) != 0) {
                    tag(method.desc).filter(family::containsKey).ifPresent(tag -> {
                        String descriptor = method.desc.replace("L" + tag + ";)V", MASK);
                        masked.put(owner.name + method.desc, descriptor);
                        tags.tags.put(owner.name + descriptor, tag);
                    });
                }
            }
        }
        rewrite(family, masked);
        return tags;
    }

    /** The numbered class that is the last parameter. */
    private static Optional<String> tag(String descriptor) {
        Type[] parameters = Type.getArgumentTypes(descriptor);
        return Optional.of(parameters)
                .filter(all -> all.length > 0 && all[all.length - 1].getSort() == Type.OBJECT)
                .map(all -> all[all.length - 1].getInternalName())
                .filter(NumberedNames::isNumbered);
    }

    /** Puts tags in again: those of OLD where it has the constructor. */
    void unmask(Map<String, ClassNode> family, ConstructorTags old) {
        Map<String, String> unmasked = new HashMap<>();
        // compilers give all constructors of a family the same tag
        String fallback = Stream.concat(old.tags.values().stream(), tags.values().stream())
                .findFirst()
                .orElse("");
        for (ClassNode owner : family.values()) {
            for (MethodNode method : owner.methods) {
                if (method.name.equals(CONSTRUCTOR) && method.desc.endsWith(MASK)) {
                    String key = owner.name + method.desc;
                    String tag = old.tags.getOrDefault(key, fallback);
                    unmasked.put(key, method.desc.replace(MASK, "L" + tag + ";)V"));
                }
            }
        }
        rewrite(family, unmasked);
    }

    private static void rewrite(Map<String, ClassNode> family, Map<String, String> descriptors) {
        for (ClassNode owner : family.values()) {
            for (MethodNode method : owner.methods) {
                if (method.name.equals(CONSTRUCTOR)) {
                    method.desc = descriptors.getOrDefault(owner.name + method.desc, method.desc);
                }
                for (AbstractInsnNode each : method.instructions) {
                    if (each instanceof MethodInsnNode call && call.name.equals(CONSTRUCTOR)) {
                        call.desc = descriptors.getOrDefault(call.owner + call.desc, call.desc);
                    }
                }
            }
        }
    }
}
