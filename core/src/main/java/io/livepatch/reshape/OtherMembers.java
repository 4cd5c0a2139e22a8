package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * References that are written as in OLD and mean another member in NEW, since a field or static method hides an inherited one there, does so no more, or
 * is declared elsewhere. The code with them changes, though its instructions do not.
 */
final class OtherMembers {
    private final TwoVersions versions;
    /** Names and descriptors of fields and static methods that a class has in one of the versions only: others need no look. */
    private final Set<String> candidates = new HashSet<>();

    OtherMembers(TwoVersions versions) {
        this.versions = versions;
    }

    /**
     * Gives the methods that both versions have, with such references.
     *
     * @param chosen whether the change of a method is wanted
     */
    void users(BiPredicate<String, MethodId> chosen, BiConsumer<String, MethodId> change) {
        Set<String> kept = new LinkedHashSet<>(versions.namesAfter());
        kept.removeIf(each -> !versions.isKept(each) || versions.after(each) == null || versions.before(each) == null);
        kept.forEach(each -> collect(versions.before(each), versions.after(each)));
        if (candidates.isEmpty()) {
            return;
        }
        for (String name : kept) {
            ClassNode owner = versions.after(name);
            for (MethodNode method : owner.methods) {
                MethodId id = ClassFiles.id(method);
                if (!method.name.equals(StaticInitializer.NAME)
                        && versions.existing(new Declared<>(owner, method)).isPresent()
                        && hasOther(method)
                        && chosen.test(name, id)) {
                    change.accept(name, id);
                }
            }
        }
    }

    private void collect(ClassNode before, ClassNode after) {
        Set<String> old = new HashSet<>();
        Set<String> now = new HashSet<>();
        before.fields.forEach(each -> old.add(key(each)));
        after.fields.forEach(each -> now.add(key(each)));
        // in place of a removed static method the running class calls what it inherits, whoever calls it
        after.methods.stream()
                .filter(each -> TwoVersions.isStatic(each.access))
                .filter(each -> versions.existing(new Declared<>(after, each)).isEmpty())
                .forEach(each -> candidates.add(each.name + each.desc));
        old.stream().filter(each -> !now.contains(each)).forEach(candidates::add);
        now.stream().filter(each -> !old.contains(each)).forEach(candidates::add);
    }

    private static String key(FieldNode field) {
        return field.name + field.desc;
    }

    private boolean hasOther(MethodNode method) {
        for (AbstractInsnNode each : method.instructions) {
            boolean isOther = false;
            if (each instanceof FieldInsnNode field) {
                isOther = isOtherField(field);
            } else if (each instanceof MethodInsnNode call && call.getOpcode() == Opcodes.INVOKESTATIC) {
                isOther = isOtherMethod(call.owner, call.name, call.desc);
            } else if (each instanceof InvokeDynamicInsnNode dynamic) {
                for (Object argument : dynamic.bsmArgs) {
                    isOther |= argument instanceof Handle handle
                            && handle.getTag() == Opcodes.H_INVOKESTATIC
                            && isOtherMethod(handle.getOwner(), handle.getName(), handle.getDesc());
                }
            }
            if (isOther) {
                return true;
            }
        }
        return false;
    }

    private boolean isOtherField(FieldInsnNode field) {
        return candidates.contains(field.name + field.desc)
                && versions.field(field.owner, field.name, field.desc)
                        .filter(now -> isOther(
                                versions, field.owner, now, versions.fieldBefore(field.owner, field.name, field.desc)))
                        .isPresent();
    }

    private boolean isOtherMethod(String owner, String name, String descriptor) {
        MethodId id = new MethodId(name, descriptor);
        return candidates.contains(name + descriptor)
                && versions.method(owner, id)
                        .filter(now -> isOther(versions, owner, now, versions.methodBefore(owner, id)))
                        .isPresent();
    }

    /**
     * Whether a reference to a member of a class means another one than in OLD, which the running class inherits as well; where it does not, its supertypes
     * differ, which is looked at elsewhere.
     */
    static <T> boolean isOther(TwoVersions versions, String owner, Declared<T> now, Optional<Declared<T>> old) {
        return versions.isKept(now.ownerName())
                && old.filter(each -> each.ownerName().equals(now.ownerName())).isEmpty()
                && versions.isSubtypeBefore(owner, now.ownerName());
    }
}
