package io.livepatch.weave;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.MethodId;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Comes after every other transformer, for the time of one retransformation, and sees what the JVM is going to install. A
 * retransformation that succeeds may still have no effect: another agent can put its own idea of a class on top of ours.
 */
final class EffectObserver implements ClassFileTransformer {
    private final Map<Class<?>, byte[]> seen = new ConcurrentHashMap<>();

    @Override
    public byte[] transform(
            Module module,
            ClassLoader loader,
            String internalName,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        if (redefined != null && redefined.getName().replace('.', '/').equals(internalName)) {
            seen.put(redefined, classFile);
        }
        return null;
    }

    /**
     * What became of a class that we wove.
     *
     * @param ours the class file that our transformer gave
     * @param methods those of the plan
     */
    WeaveOutcome effect(Class<?> type, byte[] ours, Set<MethodId> methods) {
        byte[] installed = seen.get(type);
        if (installed == ours) {
            return new WeaveOutcome.Woven();
        }
        if (installed == null) {
            return new WeaveOutcome.Failed("the JVM did not install what was woven");
        }
        try {
            return compare(ClassFiles.read(ours), ClassFiles.read(installed), methods);
        } catch (InvalidClassFileException e) {
            return WeaveOutcome.Failed.because(e);
        }
    }

    private static WeaveOutcome compare(ClassNode ours, ClassNode installed, Set<MethodId> methods) {
        Map<MethodId, MethodNode> there = new HashMap<>();
        installed.methods.forEach(method -> there.put(ClassFiles.id(method), method));
        List<MethodId> altered = new ArrayList<>();
        for (MethodNode wanted : ours.methods) {
            MethodId id = ClassFiles.id(wanted);
            MethodNode found = there.get(id);
            if (!methods.contains(id) || sameBody(ours, wanted, installed, found)) {
                continue;
            }
            if (asksDispatcher(wanted) && (found == null || !asksDispatcher(found))) {
                return new WeaveOutcome.Failed("another agent takes the stub out of " + id + " again");
            }
            altered.add(id);
        }
        altered.sort(null);
        return altered.isEmpty() ? new WeaveOutcome.Woven() : new WeaveOutcome.Altered(altered);
    }

    private static boolean sameBody(ClassNode ours, MethodNode wanted, ClassNode installed, MethodNode found) {
        return found != null && Fingerprints.of(ours, wanted).equals(Fingerprints.of(installed, found));
    }

    private static boolean asksDispatcher(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call && call.owner.equals(Dispatcher.INTERNAL_NAME)) {
                return true;
            }
        }
        return false;
    }
}
