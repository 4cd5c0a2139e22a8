package io.livepatch.reshape;

import io.livepatch.bytecode.MentionedMembers;
import io.livepatch.bytecode.MentionedMembers.Reference;
import io.livepatch.bytecode.MentionedTypes;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What classes beside the library, probes and callbacks, may use of it. Code of the library reaches what only NEW has by companions and bridges; the classes beside it
 * are linked by the JVM against the classes of OLD, and would get a {@code NoSuchMethodError}, {@code NoSuchFieldError}, {@code NoClassDefFoundError} or, since
 * another loader's package is another one, {@code IllegalAccessError} (JVMS 5.3, 5.4.3, 5.4.4).
 */
public final class PatchCodeUses {
    private final TwoVersions versions;
    private final NewNames newNames;
    private final OutsideTypes outside = new OutsideTypes();

    /** @param newNames the classes that the patch adds */
    public PatchCodeUses(Side before, Side after, NewNames newNames) {
        versions = new TwoVersions(before, after);
        this.newNames = newNames;
    }

    /** What a class refers to that it will not find, or may not use: members and classes, as text. */
    public List<String> unusable(ClassNode beside) {
        Stream<String> members = MentionedMembers.of(beside).stream()
                .filter(each -> each.isMethod() ? !isUsableMethod(each) : !isUsableField(each))
                .map(Reference::toString);
        Stream<String> classes = MentionedTypes.of(beside).stream()
                .filter(each -> versions.isAdded(each) && !newNames.has(each))
                .map(each -> each.replace('/', '.'));
        return Stream.concat(members, classes).toList();
    }

    private boolean isUsableMethod(Reference reference) {
        MethodId id = new MethodId(reference.name(), reference.descriptor());
        Optional<Declared<MethodNode>> old = versions.methodBefore(reference.owner(), id)
                .filter(found -> !isConstructor(id) || found.ownerName().equals(reference.owner()));
        if (old.isPresent()) {
            return isOpen(old.get().member().access);
        }
        return versions.method(reference.owner(), id)
                .filter(now -> versions.standing(now) == Standing.ADDED_MEMBER)
                .filter(now -> isConstructor(id) || !outside.declares(versions.lineageBefore(reference.owner()), id))
                .isEmpty();
    }

    private boolean isUsableField(Reference reference) {
        Optional<FieldNode> old = versions.lineageBefore(reference.owner()).stream()
                .flatMap(each -> TwoVersions.field(each, reference.name(), reference.descriptor()).stream())
                .findFirst();
        return old.map(each -> isOpen(each.access))
                .orElseGet(() -> versions.field(reference.owner(), reference.name(), reference.descriptor())
                        .filter(now -> versions.standingOfField(now) == Standing.ADDED_MEMBER)
                        .isEmpty());
    }

    /** What nobody inherits. */
    private static boolean isConstructor(MethodId id) {
        return id.name().equals("<init>");
    }

    /** Whether code of another package may use a member at all. */
    private static boolean isOpen(int access) {
        return (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0;
    }
}
