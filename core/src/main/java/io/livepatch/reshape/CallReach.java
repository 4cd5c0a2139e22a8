package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Whether a call leads, over a few more, to a method that the patch changes. Calls mean the method that their class declares or inherits. */
final class CallReach {
    /** Of calls: what a constructor does itself, and what it has done by what it calls. */
    private static final int MAX_DEPTH = 4;

    private final TwoVersions versions;
    private final BiPredicate<String, MethodId> changes;
    private final Map<String, Integer> searched = new HashMap<>();

    CallReach(TwoVersions versions, BiPredicate<String, MethodId> changes) {
        this.versions = versions;
        this.changes = changes;
    }

    boolean reaches(String owner, MethodId method) {
        searched.clear();
        return reaches(owner, method, MAX_DEPTH);
    }

    private boolean reaches(String owner, MethodId method, int depth) {
        Optional<Declared<MethodNode>> found =
                owner.startsWith("[") ? Optional.empty() : versions.method(owner, method);
        if (found.isEmpty()) {
            return false;
        }
        String key = found.get().ownerName() + "." + method;
        if (changes.test(found.get().ownerName(), method)) {
            return true;
        }
        if (depth == 0 || searched.getOrDefault(key, -1) >= depth) {
            return false;
        }
        searched.put(key, depth);
        return ClassFiles.hasBody(found.get().member())
                && callsReaching(found.get().member(), depth);
    }

    private boolean callsReaching(MethodNode body, int depth) {
        for (AbstractInsnNode each : body.instructions) {
            if (each instanceof MethodInsnNode call
                    && reaches(call.owner, new MethodId(call.name, call.desc), depth - 1)) {
                return true;
            }
        }
        return false;
    }
}
