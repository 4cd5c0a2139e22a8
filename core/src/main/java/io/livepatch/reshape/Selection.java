package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Which methods run in the place of an added one for objects of which types, as the JVM selects them in NEW (JVMS 5.4.6). */
final class Selection {
    private final TwoVersions versions;
    private final Overriding overriding;

    /**
     * What runs for objects of a type, if no choice before it takes them.
     *
     * @param method empty if the type inherits it from outside the library
     */
    record Choice(ClassNode receiver, Optional<Declared<MethodNode>> method) {}

    Selection(TwoVersions versions) {
        this.versions = versions;
        overriding = new Overriding(versions);
    }

    /** The choices, in the order in which they are to be made: classes before interfaces, the most special ones first. */
    List<Choice> of(Declared<MethodNode> added) {
        if (isOfEveryObject(added)) {
            return List.of();
        }
        List<Choice> classes = new ArrayList<>();
        List<Choice> interfaces = new ArrayList<>();
        for (ClassNode each : versions.subtypes(added.ownerName())) {
            choice(each, added)
                    .ifPresent(choice -> insert(choice, TwoVersions.isInterface(each) ? interfaces : classes));
        }
        classes.addAll(interfaces);
        return classes;
    }

    /** Whether an interface repeats a method that every object has. */
    boolean isOfEveryObject(Declared<MethodNode> added) {
        return TwoVersions.isInterface(added.owner())
                && versions.outside().isOfClass(List.of(added.owner()), ClassFiles.id(added.member()));
    }

    private Optional<Choice> choice(ClassNode type, Declared<MethodNode> added) {
        MethodId id = ClassFiles.id(added.member());
        Optional<MethodNode> own = ClassFiles.method(type, id).filter(TwoVersions::isVirtual);
        if (own.isPresent()) {
            return own.filter(each -> overriding.isInNew(type.name, added.ownerName(), id))
                    .map(each -> new Choice(type, Optional.of(new Declared<>(type, each))));
        }
        if (TwoVersions.isInterface(type) || versions.isSubtype(type.superName, added.ownerName())) {
            return Optional.empty();
        }
        // what the first class with the interface inherits from classes comes before the method of the interface
        Optional<Declared<MethodNode>> inherited =
                versions.methodOfClasses(type.superName, id).filter(each -> TwoVersions.isVirtual(each.member()));
        List<ClassNode> lineage = versions.lineageAfter(type.name);
        return inherited.isPresent() || versions.outside().isOfClass(lineage, id) || isLeftToOthers(type, lineage, id)
                ? Optional.of(new Choice(type, inherited))
                : Optional.empty();
    }

    /** Whether a class has a method that nothing in the library gives it. */
    private static boolean isLeftToOthers(ClassNode type, List<ClassNode> lineage, MethodId id) {
        return (type.access & Opcodes.ACC_ABSTRACT) == 0
                && lineage.stream()
                        .flatMap(each -> ClassFiles.method(each, id).stream())
                        .noneMatch(ClassFiles::hasBody);
    }

    /** The classes of which it cannot be told whether they inherit from outside the library what would come before an added default method. */
    List<ClassNode> unclear(Declared<MethodNode> added) {
        return !TwoVersions.isInterface(added.owner())
                ? List.of()
                : versions.subtypes(added.ownerName()).stream()
                        .filter(each -> !TwoVersions.isInterface(each))
                        .filter(each -> versions.outside().isUnknownAbove(versions.lineageAfter(each.name)))
                        .filter(each -> versions.method(each.name, ClassFiles.id(added.member()))
                                .filter(found ->
                                        TwoVersions.isInterface(found.owner()) && ClassFiles.hasBody(found.member()))
                                .isPresent())
                        .toList();
    }

    private void insert(Choice choice, List<Choice> sorted) {
        int place = 0;
        while (place < sorted.size()
                && !versions.isSubtype(choice.receiver().name, sorted.get(place).receiver().name)) {
            place++;
        }
        sorted.add(place, choice);
    }
}
