package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.MentionedTypes;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Classes that have other supertypes in NEW. A running JVM does not change those, so the patch does without; it is refused if code that it
 * brings may count on them: it speaks of such a class, or of a subclass, and of what that would inherit from; or it asks objects, as OLD's did
 * not, whether they are of a type of the library that such a class comes under.
 */
final class Supertypes {
    private final TwoVersions versions;
    private final Findings findings;
    private final List<Code> codes = new ArrayList<>();

    /**
     * A body of the bundle.
     *
     * @param mentioned all types that it speaks of
     * @param asked those that it asks objects for where OLD's body does not
     */
    private record Code(Set<String> mentioned, Set<String> asked) {}

    Supertypes(TwoVersions versions, Findings findings) {
        this.versions = versions;
        this.findings = findings;
    }

    /**
     * Judges all classes of NEW by the code of the bundle.
     *
     * @param patched the new bodies of classes that OLD has, by internal name
     * @param others the code of added classes
     */
    void check(Map<String, Map<MethodId, MethodNode>> patched, List<MethodNode> others) {
        others.forEach(each -> codes.add(new Code(spokenOf(each), AskedTypes.of(each))));
        patched.forEach((owner, methods) -> methods.forEach((id, each) -> {
            Set<String> types = spokenOf(each);
            if (!TwoVersions.isStatic(each.access)) {
                types.add(owner);
            }
            Set<String> asked = AskedTypes.of(each);
            ClassFiles.method(versions.before(owner), id).ifPresent(old -> asked.removeAll(AskedTypes.of(old)));
            codes.add(new Code(types, asked));
        }));
        for (String name : versions.namesAfter()) {
            if (versions.isKept(name)) {
                ClassNode before = versions.before(name);
                ClassNode after = versions.after(name);
                if (before != null && after != null) {
                    check(before, after, patched.containsKey(name));
                }
            }
        }
    }

    /** What a method mentions other than as the place of a static field, which is the same whatever extends that. */
    private static Set<String> spokenOf(MethodNode method) {
        MethodNode copy = Copies.of(method);
        for (AbstractInsnNode each : copy.instructions) {
            if (each.getOpcode() == Opcodes.GETSTATIC || each.getOpcode() == Opcodes.PUTSTATIC) {
                ((FieldInsnNode) each).owner = "java/lang/Object";
            }
        }
        return new HashSet<>(MentionedTypes.of(copy));
    }

    private void check(ClassNode before, ClassNode after, boolean isPatched) {
        Set<String> added = new LinkedHashSet<>(direct(after));
        added.removeAll(direct(before));
        if (added.isEmpty()) {
            return;
        }
        String where = before.name.replace('/', '.');
        String change =
                "NEW has it extend or implement " + String.join(", ", added).replace('/', '.');
        Set<String> gained = gained(before.name);
        Set<String> asked = new TreeSet<>(gained);
        asked.removeIf(each -> codes.stream().noneMatch(code -> code.asked().contains(each)));
        Set<String> own = new TreeSet<>(asked);
        own.retainAll(versions.namesAfter());
        if (isSpokenOf(before.name, gained)) {
            findings.refuse(
                    RefusalKind.SUPERTYPE,
                    where,
                    change
                            + ", and the code of the patch speaks of both; a running JVM does not change supertypes, so the fix"
                            + " must do without");
        } else if (!own.isEmpty()) {
            findings.refuse(
                    RefusalKind.SUPERTYPE,
                    where,
                    change + ", and the code of the patch looks for objects of " + text(own)
                            + "; a running JVM does not change supertypes, so it would not take those of this class for such");
        } else if (!asked.isEmpty()) {
            findings.warn(
                    WarningKind.SUPERTYPE,
                    where,
                    change
                            + "; a running JVM does not change supertypes, so that code of the patch which looks for objects of "
                            + text(asked) + " does not take those of this class for such");
        } else if (isPatched) {
            findings.warn(
                    WarningKind.SUPERTYPE,
                    where,
                    change + "; a running JVM does not change supertypes, and nothing in the patch speaks of both");
        }
    }

    /** Whether some code speaks of a class, or of one below it, and of a type that both come under in NEW only. */
    private boolean isSpokenOf(String name, Set<String> gained) {
        List<String> family = new ArrayList<>(List.of(name));
        versions.subtypes(name).stream()
                .map(each -> each.name)
                .filter(versions::isKept)
                .forEach(family::add);
        for (String each : family) {
            Set<String> types = each.equals(name) ? gained : gained(each);
            if (codes.stream()
                    .map(Code::mentioned)
                    .filter(mentioned -> mentioned.contains(each))
                    .anyMatch(mentioned ->
                            gained.stream().anyMatch(type -> types.contains(type) && mentioned.contains(type)))) {
                return true;
            }
        }
        return false;
    }

    /** The types that a class comes under in NEW only. */
    private Set<String> gained(String name) {
        Set<String> types = new HashSet<>(versions.outside().above(versions.lineageAfter(name)));
        types.removeAll(versions.outside().above(versions.lineageBefore(name)));
        return types;
    }

    private static String text(Set<String> names) {
        return String.join(", ", names).replace('/', '.');
    }

    private static List<String> direct(ClassNode node) {
        List<String> all = new ArrayList<>(node.interfaces);
        if (node.superName != null) {
            all.add(node.superName);
        }
        return all;
    }
}
