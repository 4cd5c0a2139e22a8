package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.Bridge;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Added methods that override inherited ones. The JVM does not know them, so it runs the inherited method; that one is hooked: it begins
 * with handing objects of the overriding class over to the companion.
 */
final class Overrides {
    private final TwoVersions versions;
    private final AccessClasses access;
    private final Overriding overriding;
    private final HandOver handOver;
    private final Findings findings;
    private final SerializationHooks serialization;
    private final BiConsumer<String, MethodId> change;
    private final Function<Declared<MethodNode>, Way> body;
    /** The overriding methods by the inherited one, those of the most special classes first. */
    private final Map<Key, List<Hook>> hooks = new LinkedHashMap<>();

    private record Key(String owner, MethodId method) {}

    /** What runs for objects of a class. */
    private record Hook(String receiver, Declared<MethodNode> method) {}

    /**
     * The overriding methods of a bundle.
     *
     * @param change has a method of a class that runs changed
     * @param body the static method that holds the body of a method
     */
    Overrides(
            TwoVersions versions,
            AccessClasses access,
            Findings findings,
            SerializationHooks serialization,
            BiConsumer<String, MethodId> change,
            Function<Declared<MethodNode>, Way> body) {
        this.versions = versions;
        overriding = new Overriding(versions);
        handOver = new HandOver(versions, access);
        this.access = access;
        this.findings = findings;
        this.serialization = serialization;
        this.change = change;
        this.body = body;
    }

    /** Hooks what a method overrides, if it does, or refuses it. */
    void consider(Declared<MethodNode> method) {
        if (serialization.consider(method) || !TwoVersions.isVirtual(method.member())) {
            return;
        }
        if (versions.standing(method) == Standing.EXISTING) {
            hookWhatItHides(method);
        } else if (versions.standing(method) == Standing.ADDED_MEMBER && ClassFiles.hasBody(method.member())) {
            hookInherited(method);
        }
    }

    private void hookInherited(Declared<MethodNode> method) {
        MethodId id = ClassFiles.id(method.member());
        Optional<Declared<MethodNode>> inherited = inherited(method.ownerName(), id);
        if (inherited.isPresent()) {
            hook(method.ownerName(), method, inherited.get());
        } else if (versions.outside().declares(versions.lineageBefore(method.ownerName()), id)) {
            refuse(method, "a class outside the library, which the patch does not change");
        }
        // a subclass that inherits a default method from elsewhere inherits that of its superclass instead
        for (ClassNode each : versions.subtypes(method.ownerName())) {
            boolean inherits = versions.isKept(each.name)
                    && versions.method(each.name, id)
                            .filter(found -> found.ownerName().equals(method.ownerName()))
                            .isPresent();
            if (inherits
                    && versions.methodBefore(each.name, id).isEmpty()
                    && versions.outside().hasDefault(versions.lineageBefore(each.name), id)) {
                refuse(method, "an interface outside the library, of which " + each.name.replace('/', '.') + " is");
            } else if (inherits) {
                versions.methodBefore(each.name, id)
                        .filter(old -> (old.owner().access & Opcodes.ACC_INTERFACE) != 0)
                        .filter(old -> ClassFiles.hasBody(old.member()) && TwoVersions.isVirtual(old.member()))
                        .filter(old -> inherited
                                .filter(own -> own.ownerName().equals(old.ownerName()))
                                .isEmpty())
                        .ifPresent(old -> hook(each.name, method, old));
            }
        }
    }

    /** A method that NEW opens is not overridden in the running JVM by all that override it in NEW. */
    private void hookWhatItHides(Declared<MethodNode> method) {
        int visible = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
        if ((versions.existing(method).orElseThrow().access & visible) != 0) {
            return;
        }
        MethodId id = ClassFiles.id(method.member());
        for (ClassNode each : versions.subtypes(method.ownerName())) {
            Optional<MethodNode> own = ClassFiles.method(each, id).filter(ClassFiles::hasBody);
            if (versions.isKept(each.name)
                    && own.isPresent()
                    && overriding.isInNew(each.name, method.ownerName(), id)
                    && !overriding.isRunning(each.name, method.ownerName(), id)) {
                hook(each.name, new Declared<>(each, own.get()), method);
            }
        }
    }

    /**
     * Has an inherited method begin with handing objects over.
     *
     * @param receiver their class
     */
    private void hook(String receiver, Declared<MethodNode> method, Declared<MethodNode> inherited) {
        MethodId id = ClassFiles.id(method.member());
        if (!ClassFiles.hasBody(inherited.member()) || !versions.isKept(inherited.ownerName())) {
            refuse(method, inherited.ownerName().replace('/', '.') + ", where it has no body that could be hooked");
            return;
        }
        List<Hook> overriding = hooks.computeIfAbsent(new Key(inherited.ownerName(), id), key -> new ArrayList<>());
        if (overriding.stream().anyMatch(each -> each.receiver().equals(receiver))) {
            return;
        }
        int place = 0;
        while (place < overriding.size()
                && !versions.isSubtype(receiver, overriding.get(place).receiver())) {
            place++;
        }
        overriding.add(place, new Hook(receiver, method));
        change.accept(inherited.ownerName(), id);
    }

    private void refuse(Declared<MethodNode> method, String of) {
        findings.refuse(
                RefusalKind.OVERRIDE,
                Names.where(method.ownerName(), ClassFiles.id(method.member()).toString()),
                "NEW adds this method, which overrides that of " + of
                        + "; callers of a running JVM go on getting the inherited one. Leave it out (--exclude) if the fix does not"
                        + " need it");
    }

    /** The method of OLD that a class inherits. */
    private Optional<Declared<MethodNode>> inherited(String owner, MethodId id) {
        for (ClassNode each : versions.lineageBefore(owner)) {
            Optional<MethodNode> found = each.name.equals(owner)
                    ? Optional.empty()
                    : ClassFiles.method(each, id).filter(method -> isInherited(method, each.name, owner));
            if (found.isPresent()) {
                return Optional.of(new Declared<>(each, found.get()));
            }
        }
        return Optional.empty();
    }

    /** Whether a subclass has a method, in the running JVM or, by the access that it has there, in NEW. */
    private boolean isInherited(MethodNode method, String from, String to) {
        ClassNode after = versions.after(from);
        return isInherited(method.access, from, to)
                || (after != null
                        && ClassFiles.method(after, ClassFiles.id(method))
                                .filter(now ->
                                        !TwoVersions.isStatic(method.access) && isInherited(now.access, from, to))
                                .isPresent());
    }

    private static boolean isInherited(int access, String from, String to) {
        int visible = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
        return (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0
                && ((access & visible) != 0 || Names.samePackage(from, to));
    }

    /** Whether a method that runs begins with a hook, so that a super call must get its body by another way. */
    boolean isHooked(Declared<MethodNode> method) {
        return hooks.containsKey(new Key(method.ownerName(), ClassFiles.id(method.member())));
    }

    /** Puts the hooks into the rewritten bodies. */
    void finish(BiFunction<String, MethodId, MethodNode> bodies) {
        hooks.forEach((key, overriding) -> {
            MethodNode method = bodies.apply(key.owner(), key.method());
            InsnList code = new InsnList();
            String descriptor = Names.withReceiver(key.owner(), method.desc);
            overriding.forEach(
                    each -> code.add(handOver.code(key.owner(), each.receiver(), call(key, each), descriptor)));
            method.instructions.insert(code);
        });
    }

    /** A method that exists is called for what overrides it, by a bridge since it may be private in the running JVM. */
    private MethodInsnNode call(Key key, Hook hook) {
        Declared<MethodNode> method = hook.method();
        Way way = versions.standing(method) == Standing.EXISTING
                ? access.method(
                        handOver.caller(key.owner(), hook.receiver()),
                        Bridge.INVOKE_VIRTUAL,
                        method.ownerName(),
                        key.method().name(),
                        key.method().descriptor(),
                        "")
                : body.apply(method);
        return way.call();
    }
}
