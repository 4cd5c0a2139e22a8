package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.MentionedTypes;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.Bridge;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Rewrites a body of NEW so that it finds in the running JVM what it refers to: added members beside their classes, and what it may
 * not touch where it will run by way of an access class.
 */
final class BodyRewriter {
    private final TwoVersions versions;
    private final AccessRules rules;
    private final AccessClasses access;
    private final Needs needs;
    private final Findings findings;
    private final String home;
    private final Place place;
    private final ApiUses api;
    private final FieldUses fields;
    private final CallSites callSites;
    private MethodNode method;
    private Constructions constructions;

    /**
     * A rewriter for the code of one class.
     *
     * @param home the class of NEW that the code was written for
     * @param place where it will run
     */
    BodyRewriter(TwoVersions versions, AccessClasses access, Needs needs, Findings findings, String home, Place place) {
        this.versions = versions;
        this.rules = new AccessRules(versions);
        this.access = access;
        this.needs = needs;
        this.findings = findings;
        this.home = home;
        this.place = place;
        api = new ApiUses(versions, findings);
        fields = new FieldUses(versions, access, needs, findings, home, place);
        callSites = new CallSites(versions, access, needs, findings, home, place, this::way);
    }

    /** Rewrites one body in place. */
    void rewrite(MethodNode body) {
        method = body;
        constructions = new Constructions(body);
        for (AbstractInsnNode each : body.instructions.toArray()) {
            if (each instanceof MethodInsnNode call) {
                rewrite(call);
            } else if (each instanceof FieldInsnNode field) {
                fields.rewrite(body, field);
            } else if (each instanceof InvokeDynamicInsnNode dynamic) {
                callSites.rewrite(dynamic, body);
            } else if (each instanceof LdcInsnNode constant) {
                constant.cst = callSites.constant(constant.cst);
            }
        }
        Set<String> mentioned = MentionedTypes.of(body);
        mentioned.stream()
                .filter(each -> versions.isAdded(each) && !api.isBridged(each))
                .forEach(needs::addedClass);
        api.refuse(mentioned, Names.where(home, body.name + body.desc));
    }

    private void rewrite(MethodInsnNode call) {
        if (call.owner.startsWith("[")) {
            return;
        }
        Optional<Declared<MethodNode>> found = versions.method(call.owner, new MethodId(call.name, call.desc));
        if (call.name.equals("<init>")) {
            found.filter(each -> each.ownerName().equals(call.owner)).ifPresent(each -> constructor(call, each));
            return;
        }
        Optional<Way> past = call.getOpcode() == Opcodes.INVOKESPECIAL && !call.itf && found.isEmpty()
                ? pastRemoved(call.name, call.desc)
                : Optional.empty();
        past.or(() -> way(call.getOpcode(), call.owner, call.name, call.desc, found))
                .ifPresentOrElse(
                        way -> method.instructions.set(call, way.call()),
                        () -> call.name = AddedClasses.nameNow(versions, call.name, found));
    }

    /** The way to a method for this code; empty if it may call it as it is written. */
    private Optional<Way> way(
            int opcode, String owner, String name, String descriptor, Optional<Declared<MethodNode>> found) {
        boolean isStatic = opcode == Opcodes.INVOKESTATIC;
        if (api.isBridged(owner)) {
            return Optional.of(access.method(home, Bridge.API, owner, name, descriptor, ""));
        }
        MethodId id = new MethodId(name, descriptor);
        if (found.isPresent() ? !isReachable(owner, found.get()) : isInheritedInNewOnly(owner, id)) {
            findings.refuse(
                    RefusalKind.SUPERTYPE,
                    Names.where(home, method.name + method.desc),
                    "it calls " + Names.where(owner, id.toString()) + ", which " + owner.replace('/', '.')
                            + " inherits in NEW only; a running JVM does not change supertypes");
        }
        if (found.isEmpty()) {
            return inherited(opcode, owner, name, descriptor);
        }
        Declared<MethodNode> declared = found.get();
        Standing standing = versions.standing(declared);
        if (standing == Standing.OF_ADDED_CLASS) {
            needs.addedClass(declared.ownerName());
            return Optional.empty();
        }
        if (standing == Standing.ADDED_MEMBER) {
            return Optional.of(needs.method(declared, opcode == Opcodes.INVOKESPECIAL));
        }
        ExactCalls.Call call = new ExactCalls.Call(home, opcode, owner, id);
        Optional<Way> original = needs.original(call, declared);
        if (original.isPresent()) {
            return original;
        }
        int flags = versions.existing(declared).orElseThrow().access;
        boolean superCall = opcode == Opcodes.INVOKESPECIAL && !TwoVersions.isPrivate(flags) && !owner.equals(home);
        if (superCall && place == Place.COMPANION) {
            return Optional.of(access.method(home, Bridge.INVOKE_SPECIAL, home, name, descriptor, owner));
        }
        boolean special = opcode == Opcodes.INVOKESPECIAL && place == Place.COMPANION;
        if (!special
                && rules.isOpen(place, home, versions.before(declared.ownerName()), flags, declared.member().access)) {
            return Optional.empty();
        }
        Bridge kind = isStatic ? Bridge.INVOKE_STATIC : Bridge.INVOKE_VIRTUAL;
        return Optional.of(access.method(home, kind, declared.ownerName(), name, descriptor, ""));
    }

    /** Whether a class has a method of NEW in the running JVM too, or another one that was moved to a class which NEW puts above it. */
    private boolean isReachable(String owner, Declared<MethodNode> declared) {
        return versions.inheritsInBoth(owner, declared.ownerName())
                || (versions.standing(declared) == Standing.OF_ADDED_CLASS
                        && versions.methodBefore(owner, ClassFiles.id(declared.member()))
                                .isPresent());
    }

    private boolean isInheritedInNewOnly(String owner, MethodId id) {
        return versions.isKept(owner)
                && versions.methodBefore(owner, id).isEmpty()
                && !versions.outside().declares(versions.lineageBefore(owner), id)
                && versions.outside().declares(versions.lineageAfter(owner), id);
    }

    /** The way to a method that no class of the library declares: as its class inherits it, it may be protected. */
    private Optional<Way> inherited(int opcode, String owner, String name, String descriptor) {
        if (place != Place.COMPANION) {
            return Optional.empty();
        }
        if (opcode == Opcodes.INVOKESPECIAL) {
            return Optional.of(access.method(home, Bridge.INVOKE_SPECIAL, home, name, descriptor, owner));
        }
        if (!versions.isKept(owner)) {
            return callerSensitive(opcode, owner, name, descriptor);
        }
        Bridge kind = opcode == Opcodes.INVOKESTATIC ? Bridge.INVOKE_STATIC : Bridge.INVOKE_VIRTUAL;
        return Optional.of(access.method(home, kind, owner, name, descriptor, ""));
    }

    /** The way of a super call past methods that NEW removed, which the running JVM still has. */
    private Optional<Way> pastRemoved(String name, String descriptor) {
        MethodId id = new MethodId(name, descriptor);
        Optional<Declared<MethodNode>> last = Optional.empty();
        Optional<Declared<MethodNode>> next = versions.methodBefore(versions.after(home).superName, id);
        while (next.filter(BodyRewriter::isOfClass).isPresent()) {
            last = next;
            next = versions.methodBefore(next.get().owner().superName, id);
        }
        return last.map(each ->
                access.method(home, Bridge.INVOKE_SPECIAL, each.ownerName(), name, descriptor, each.owner().superName));
    }

    private static boolean isOfClass(Declared<MethodNode> method) {
        int other = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE;
        return (method.member().access & other) == 0 && (method.owner().access & Opcodes.ACC_INTERFACE) == 0;
    }

    /** Methods of the JDK that look at who calls them, which must be the class that the code was written for. */
    private Optional<Way> callerSensitive(int opcode, String owner, String name, String descriptor) {
        if (opcode == Opcodes.INVOKESTATIC && owner.equals("java/lang/invoke/MethodHandles") && name.equals("lookup")) {
            return Optional.of(access.lookup(home, descriptor));
        }
        if (owner.startsWith("java/util/concurrent/atomic/Atomic") && name.equals("newUpdater")) {
            findings.refuse(
                    RefusalKind.FIELD_UPDATER,
                    Names.where(home, method.name + method.desc),
                    "it makes a " + owner.replace('/', '.')
                            + ", which would have to be made by the class itself; use a lock, or an atomic object, in the fix");
        }
        return Optional.empty();
    }

    private void constructor(MethodInsnNode call, Declared<MethodNode> declared) {
        boolean ofNewObject = constructions.isOfNewObject(call);
        Standing standing = versions.standing(declared);
        if (standing == Standing.OF_ADDED_CLASS) {
            needs.addedClass(declared.ownerName());
            return;
        }
        String where = Names.where(home, method.name + method.desc);
        if (standing == Standing.EXISTING) {
            int flags = versions.existing(declared).orElseThrow().access;
            if (rules.isOpen(place, home, versions.before(declared.ownerName()), flags, declared.member().access)) {
                return;
            }
            if (!ofNewObject) {
                findings.refuse(
                        RefusalKind.CONSTRUCTOR,
                        where,
                        "it calls a constructor of its superclass that is out of reach in OLD: " + call.owner
                                + call.desc);
                return;
            }
            Way way = access.constructor(home, Bridge.NEW, declared.ownerName(), call.desc, "");
            replace(call, way, where);
        } else if (ofNewObject) {
            replace(call, needs.factory(declared), where);
        } else {
            findings.refuse(
                    RefusalKind.CONSTRUCTOR,
                    where,
                    "it calls the added constructor " + Names.where(call.owner, "<init>" + call.desc)
                            + " of its superclass, which cannot be put into it");
        }
    }

    private void replace(MethodInsnNode call, Way way, String where) {
        if (!constructions.replace(call, way.call())) {
            findings.refuse(
                    RefusalKind.CONSTRUCTOR, where, "it makes a " + call.owner + " in a form that is not known here");
        }
    }
}
