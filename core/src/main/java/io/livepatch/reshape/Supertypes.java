package io.livepatch.reshape;

import io.livepatch.bytecode.MentionedTypes;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Classes that have other supertypes in NEW. A running JVM does not change those, so the patch does without; it is refused if code that it
 * brings speaks of such a class and of what it would inherit from, since that code may count on it.
 */
final class Supertypes {
    private final TwoVersions versions;
    private final Findings findings;

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
        List<Set<String>> mentioned = new ArrayList<>();
        others.forEach(each -> mentioned.add(MentionedTypes.of(each)));
        patched.forEach((owner, methods) -> methods.values().forEach(each -> {
            Set<String> types = new HashSet<>(MentionedTypes.of(each));
            if (!TwoVersions.isStatic(each.access)) {
                types.add(owner);
            }
            mentioned.add(types);
        }));
        for (String name : versions.namesAfter()) {
            if (versions.isKept(name)) {
                ClassNode before = versions.before(name);
                ClassNode after = versions.after(name);
                if (before != null && after != null) {
                    check(before, after, mentioned, patched.containsKey(name));
                }
            }
        }
    }

    private void check(ClassNode before, ClassNode after, List<Set<String>> mentioned, boolean isPatched) {
        Set<String> added = new HashSet<>(direct(after));
        added.removeAll(direct(before));
        if (added.isEmpty()) {
            return;
        }
        String where = before.name.replace('/', '.');
        String change =
                "NEW has it extend or implement " + String.join(", ", added).replace('/', '.');
        boolean needed = mentioned.stream()
                .anyMatch(each -> each.contains(before.name) && added.stream().anyMatch(each::contains));
        if (needed) {
            findings.refuse(
                    RefusalKind.SUPERTYPE,
                    where,
                    change
                            + ", and the code of the patch speaks of both; a running JVM does not change supertypes, so the fix"
                            + " must do without");
        } else if (isPatched) {
            findings.warn(
                    WarningKind.SUPERTYPE,
                    where,
                    change + "; a running JVM does not change supertypes, and nothing in the patch speaks of both");
        }
    }

    private static List<String> direct(ClassNode node) {
        List<String> all = new ArrayList<>(node.interfaces);
        if (node.superName != null) {
            all.add(node.superName);
        }
        return all;
    }
}
