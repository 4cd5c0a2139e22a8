package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.Bridge;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The static methods of companions that stand for added constructors. A class that runs gets no constructor, so its object is made by
 * one that OLD has, or allocated and initialised by the superclass's, and the rest of the added one's body works on it.
 */
final class Factories {
    private final TwoVersions versions;
    private final AccessClasses access;
    private final Companions companions;
    private final AddedFields fields;
    private final Findings findings;
    private final BiConsumer<ClassNode, MethodNode> rewrite;
    private final Set<String> taken = new HashSet<>();

    /** @param rewrite told of each factory, whose body still has to be rewritten */
    Factories(
            TwoVersions versions,
            AccessClasses access,
            Companions companions,
            AddedFields fields,
            Findings findings,
            BiConsumer<ClassNode, MethodNode> rewrite) {
        this.versions = versions;
        this.access = access;
        this.companions = companions;
        this.fields = fields;
        this.findings = findings;
        this.rewrite = rewrite;
    }

    /** How code makes the object that an added constructor would initialise. */
    Way way(Declared<MethodNode> added) {
        String owner = added.ownerName();
        String descriptor = Names.asFactory(owner, added.member().desc);
        Way way = new Way(Names.companion(owner), "new$", descriptor);
        if (taken.add(owner + descriptor)) {
            make(added, way);
        }
        return way;
    }

    int count() {
        return taken.size();
    }

    private void make(Declared<MethodNode> added, Way way) {
        String owner = added.ownerName();
        MethodNode copy = Copies.as(added.member(), Companions.METHOD, way.name(), way.descriptor());
        Optional<MethodInsnNode> call = Constructors.initialization(copy);
        Optional<MethodInsnNode> making = call.flatMap(each -> making(added.owner(), each));
        if (making.isEmpty()) {
            findings.refuse(
                    RefusalKind.CONSTRUCTOR,
                    Names.where(owner, "<init>" + added.member().desc),
                    "no static method can be made of this added constructor, since what it calls to initialise its object is added"
                            + " too, or depends on a branch");
            return;
        }
        boolean chains = call.get().owner.equals(owner);
        AbstractInsnNode made = Constructors.toFactory(copy, call.get(), making.get(), owner);
        if (!chains) {
            fields.prepare(added.owner(), copy, made);
        }
        companions.add(added.owner(), copy);
        rewrite.accept(added.owner(), copy);
    }

    /** How the companion makes the object that a constructor would initialise by this call. */
    private Optional<MethodInsnNode> making(ClassNode owner, MethodInsnNode call) {
        if (!call.owner.equals(owner.name)) {
            ClassNode superclass = versions.after(call.owner);
            boolean isAdded = superclass != null
                    && ClassFiles.method(superclass, new MethodId(call.name, call.desc))
                            .filter(each -> versions.standing(new Declared<>(superclass, each)) != Standing.EXISTING)
                            .isPresent();
            return isAdded
                    ? Optional.empty()
                    : Optional.of(access.constructor(owner.name, Bridge.ALLOCATE, owner.name, call.desc, call.owner)
                            .call());
        }
        MethodNode target =
                ClassFiles.method(owner, new MethodId(call.name, call.desc)).orElseThrow();
        Declared<MethodNode> declared = new Declared<>(owner, target);
        return Optional.of(
                versions.standing(declared) == Standing.EXISTING
                        ? access.constructor(owner.name, Bridge.NEW, owner.name, call.desc, "")
                                .call()
                        : way(declared).call());
    }
}
