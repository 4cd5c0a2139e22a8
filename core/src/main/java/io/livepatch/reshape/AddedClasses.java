package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.MentionedTypes;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Classes that OLD does not have. They cannot join the nest of a class that is loaded, so their private members are opened to their package,
 * those of interfaces to all, and methods among these get names that override nothing.
 */
final class AddedClasses {
    /** Private methods that the JDK looks for by name (java.io.Serializable). */
    private static final Set<String> FOUND_BY_NAME =
            Set.of("readObject", "writeObject", "readObjectNoData", "readResolve", "writeReplace");

    private final TwoVersions versions;
    private final Overriding overriding;
    private final BiConsumer<ClassNode, MethodNode> rewriting;
    private final Findings findings;
    private final Map<String, ClassNode> taken = new LinkedHashMap<>();

    AddedClasses(TwoVersions versions, BiConsumer<ClassNode, MethodNode> rewriting, Findings findings) {
        this.versions = versions;
        overriding = new Overriding(versions);
        this.rewriting = rewriting;
        this.findings = findings;
    }

    boolean isTaken(String name) {
        return taken.containsKey(name);
    }

    /** Takes a class, with those it extends. */
    void take(String name) {
        if (isTaken(name)) {
            return;
        }
        ClassNode original = versions.after(name);
        if (original == null) {
            findings.refuse(RefusalKind.BROKEN_CLASS, name.replace('/', '.'), "NEW's class file cannot be read");
            return;
        }
        ClassNode node = new ClassNode();
        original.accept(node);
        taken.put(name, node);
        refuseApi(original);
        detach(node);
        supertypes(node).stream().filter(versions::isAdded).forEach(this::take);
        supertypes(node).forEach(each -> requireOpen(node, each));
        original.methods.forEach(each -> requireOverridable(original, each));
        for (FieldNode field : node.fields) {
            field.access = opened(field.access);
        }
        for (MethodNode method : node.methods) {
            if (isRenamed(node, method)) {
                method.name = renamed(node, method.name);
                method.access = opened(method.access) | (isInterface(node) ? Opcodes.ACC_PUBLIC : Opcodes.ACC_FINAL);
            } else if (isInterface(node)) {
                method.access = openedOfInterface(method.access);
            } else if (!FOUND_BY_NAME.contains(method.name)) {
                method.access = opened(method.access);
            }
            if (ClassFiles.hasBody(method)) {
                rewriting.accept(original, method);
            }
        }
    }

    /** All taken, supertypes before subtypes. */
    List<ClassNode> taken() {
        List<ClassNode> sorted = new ArrayList<>();
        taken.keySet().forEach(each -> sort(each, sorted));
        return sorted;
    }

    private void sort(String name, List<ClassNode> sorted) {
        ClassNode node = taken.get(name);
        if (node != null && !sorted.contains(node)) {
            supertypes(node).forEach(each -> sort(each, sorted));
            sorted.add(node);
        }
    }

    /** The name of a method in the running JVM, where private ones of added classes have another. */
    static String nameNow(TwoVersions versions, String name, Optional<Declared<MethodNode>> found) {
        return found.filter(each -> versions.isAdded(each.ownerName()))
                .filter(each -> isRenamed(each.owner(), each.member()))
                .map(each -> renamed(each.owner(), name))
                .orElse(name);
    }

    /**
     * A private instance method of such a class, which would override another one if it just were private no more. The bodies of lambdas in
     * interfaces, which nobody else calls, stay as they are.
     */
    private static boolean isRenamed(ClassNode owner, MethodNode method) {
        return TwoVersions.isPrivate(method.access)
                && !TwoVersions.isStatic(method.access)
                && !method.name.equals("<init>")
                && (isInterface(owner)
                        ? (method.access & Opcodes.ACC_SYNTHETIC) == 0
                        : !FOUND_BY_NAME.contains(method.name));
    }

    /** With the name of the class, since a subclass may have such a method of the same name. */
    private static String renamed(ClassNode owner, String name) {
        return name + "$opened$" + owner.name.replace('/', '$');
    }

    private static boolean isInterface(ClassNode node) {
        return (node.access & Opcodes.ACC_INTERFACE) != 0;
    }

    /** Those that other classes may call: methods of interfaces are private or public. */
    private static int openedOfInterface(int access) {
        boolean isOpened = TwoVersions.isPrivate(access) && (access & Opcodes.ACC_SYNTHETIC) == 0;
        return isOpened ? opened(access) | Opcodes.ACC_PUBLIC : access;
    }

    private static int opened(int access) {
        return access & ~Opcodes.ACC_PRIVATE;
    }

    /**
     * Without what ties it to classes that do not know it. It keeps its simple name, which programs show: the JVM takes that from the entry of a
     * local class, which needs a class around it but not that this one knows it (JVMS 4.7.7).
     */
    private static void detach(ClassNode node) {
        node.nestHostClass = null;
        node.nestMembers = null;
        InnerClassNode own = node.innerClasses.stream()
                .filter(each -> each.name.equals(node.name))
                .findFirst()
                .orElse(new InnerClassNode(node.name, null, simpleName(node.name), node.access & ~Opcodes.ACC_SUPER));
        node.innerClasses.clear();
        node.innerClasses.add(new InnerClassNode(own.name, null, own.innerName, own.access));
        node.outerClass = "java/lang/Object";
        node.outerMethod = null;
        node.outerMethodDesc = null;
    }

    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** In what is not a body: those are looked at when they are rewritten. */
    private void refuseApi(ClassNode original) {
        ClassNode declaration = new ClassNode();
        original.accept(declaration);
        declaration.methods.removeIf(ClassFiles::hasBody);
        new ApiUses(versions, findings).refuse(MentionedTypes.of(declaration), original.name.replace('/', '.'));
    }

    private static List<String> supertypes(ClassNode node) {
        List<String> all = new ArrayList<>(node.interfaces);
        all.add(0, node.superName);
        return all;
    }

    private void requireOpen(ClassNode node, String supertype) {
        ClassNode old = versions.before(supertype);
        if (old != null && old.permittedSubclasses != null) {
            findings.refuse(
                    RefusalKind.PERMITTED_SUBCLASSES,
                    node.name.replace('/', '.'),
                    "this added class extends " + supertype.replace('/', '.')
                            + ", which is sealed and does not permit it in the running JVM");
        }
        if (old != null && (old.access & Opcodes.ACC_FINAL) != 0) {
            findings.refuse(
                    RefusalKind.CLASS_FLAGS,
                    node.name.replace('/', '.'),
                    "this added class extends " + supertype.replace('/', '.') + ", which is final in the running JVM");
        }
    }

    /** Running methods keep the flags of OLD, so that the JVM takes no method for overriding one that is private or final there. */
    private void requireOverridable(ClassNode added, MethodNode method) {
        MethodId id = ClassFiles.id(method);
        for (ClassNode each :
                TwoVersions.isVirtual(method) ? versions.lineageAfter(added.superName) : List.<ClassNode>of()) {
            Optional<MethodNode> above =
                    ClassFiles.method(each, id).filter(now -> overriding.isInNew(added.name, each.name, id));
            if (above.isPresent() && versions.isAdded(each.name)) {
                return;
            }
            Optional<MethodNode> old = above.flatMap(now -> versions.existing(new Declared<>(each, now)));
            if (old.isPresent()) {
                obstacle(added, each, old.get())
                        .ifPresent(
                                text -> findings.refuse(
                                        RefusalKind.OVERRIDE,
                                        Names.where(added.name, id.toString()),
                                        "this method of an added class overrides that of " + each.name.replace('/', '.')
                                                + ", which is " + text
                                                + " in the running JVM; keep to changes that do not need the class (--only, --exclude)"));
                return;
            }
        }
    }

    private Optional<String> obstacle(ClassNode added, ClassNode above, MethodNode old) {
        if ((old.access & Opcodes.ACC_FINAL) != 0) {
            return Optional.of("final");
        }
        if (TwoVersions.isPrivate(old.access)) {
            return Optional.of("private");
        }
        return overriding.isRunning(added.name, above.name, ClassFiles.id(old))
                ? Optional.empty()
                : Optional.of("of its package alone");
    }
}
