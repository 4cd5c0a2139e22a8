package io.livepatch.weave;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.gate.PatchGate;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes the class file that a plan wants out of the one that the JVM hands over. Stateless. */
public final class Weaver {
    /** The class file and how it came about; the outcome is never {@link WeaveOutcome.Failed}. */
    public static final class Result {
        private final WeaveOutcome outcome;
        private final byte[] classFile;

        private Result(WeaveOutcome outcome, byte[] classFile) {
            this.outcome = outcome;
            this.classFile = classFile;
        }

        public WeaveOutcome outcome() {
            return outcome;
        }

        /** The woven class file; null if the class stays as it came. Not copied: the caller hands it to the JVM. */
        byte[] classFile() {
            return classFile;
        }
    }

    private Weaver() {}

    /** Weaves a class of which nothing is known yet. */
    public static Result weave(byte[] received, Collection<MethodPlan> plan, int arming)
            throws InvalidClassFileException {
        return weave(received, plan, arming, Map.of());
    }

    /**
     * Weaves one class.
     *
     * @param received the class file as the JVM and other agents hand it over
     * @param plan what becomes of its methods
     * @param arming number of the transition that armed methods belong to
     * @param accepted methods that are known to have had a body of that fingerprint originally, whatever they have now
     * @throws InvalidClassFileException if one of the class files cannot be read
     * @throws RuntimeException if the result would be too large for a class file
     */
    static Result weave(byte[] received, Collection<MethodPlan> plan, int arming, Map<MethodId, Fingerprint> accepted)
            throws InvalidClassFileException {
        if (plan.isEmpty()) {
            return new Result(new WeaveOutcome.Untouched(), null);
        }
        ClassNode node = ClassFiles.read(received);
        Map<MethodId, MethodNode> methods = byId(node);
        WeaveOutcome fit = fit(node, methods, plan, accepted);
        if (fit != null) {
            return new Result(fit, null);
        }
        if (plan.stream().allMatch(MethodPlan::isOriginal)) {
            return new Result(new WeaveOutcome.Untouched(), null);
        }
        new BodyInsertion(node, methods, arming).insert(plan);
        // The pool of the class is kept and added to: attributes unknown to us may refer to it by index.
        ClassWriter writer = new ClassWriter(new ClassReader(received), 0);
        node.accept(writer);
        return new Result(new WeaveOutcome.Woven(), writer.toByteArray());
    }

    /** How the class fits the plan without weaving it; null if it fits. */
    private static WeaveOutcome fit(
            ClassNode node,
            Map<MethodId, MethodNode> methods,
            Collection<MethodPlan> plan,
            Map<MethodId, Fingerprint> accepted) {
        List<MethodId> different = new ArrayList<>();
        boolean allNewest = true;
        for (MethodPlan each : plan) {
            MethodNode method = methods.get(each.id());
            if (method != null && each.original().equals(accepted.get(each.id()))) {
                allNewest = false;
                continue;
            }
            Fingerprint loaded = method == null ? null : Fingerprints.of(node, method);
            if (!each.original().equals(loaded)) {
                different.add(each.id());
            }
            allNewest &= each.newest().equals(loaded);
        }
        if (different.isEmpty()) {
            return null;
        }
        different.sort(null);
        return allNewest ? new WeaveOutcome.AlreadyNew() : new WeaveOutcome.OtherVersion(different);
    }

    private static Map<MethodId, MethodNode> byId(ClassNode node) {
        Map<MethodId, MethodNode> methods = new HashMap<>();
        node.methods.forEach(method -> methods.put(new MethodId(method.name, method.desc), method));
        return methods;
    }

    /** One class being woven, with the class files of the patches that have been read for it. */
    private static final class BodyInsertion {
        private final ClassNode node;
        private final Map<MethodId, MethodNode> methods;
        private final int arming;
        private final Map<Body.Patched, Map<MethodId, MethodNode>> patched = new HashMap<>();

        BodyInsertion(ClassNode node, Map<MethodId, MethodNode> methods, int arming) {
            this.node = node;
            this.methods = methods;
            this.arming = arming;
        }

        void insert(Collection<MethodPlan> plan) throws InvalidClassFileException {
            // all class files are read before the first body goes in: the version they raise decides on frames
            for (MethodPlan each : plan) {
                read(each.from());
                read(each.to());
            }
            for (MethodPlan each : plan) {
                MethodNode method = methods.get(each.id());
                int site = PatchGate.site(arming, each.immediate());
                if (each.from() == each.to()) {
                    MethodSplicer.settle(method, body(each.to(), each.id()));
                    if (each.guarded()) {
                        MethodSplicer.ask(method, site);
                    }
                } else {
                    MethodNode from = body(each.from(), each.id());
                    MethodSplicer.arm(method, from, body(each.to(), each.id()), site, node.name, node.version);
                }
            }
        }

        private void read(Body source) throws InvalidClassFileException {
            if (source instanceof Body.Patched patch && !patched.containsKey(patch)) {
                ClassNode other = ClassFiles.read(patch.classFile());
                patched.put(patch, byId(other));
                raiseVersion(other.version);
            }
        }

        private MethodNode body(Body source, MethodId id) {
            if (source instanceof Body.Patched patch) {
                MethodNode body = patched.get(patch).get(id);
                if (body == null) {
                    throw new IllegalStateException(
                            "patch " + patch.patch() + " has no method " + id + " of " + node.name);
                }
                return body;
            }
            return methods.get(id);
        }

        /** A body may need what only its own class file version has; before 51 versions differ in kind, see ClassVersions. */
        private void raiseVersion(int other) {
            if (major(node.version) >= Opcodes.V1_7 && major(other) > major(node.version)) {
                node.version = other;
            }
        }

        private static int major(int version) {
            return version & 0xFFFF;
        }
    }
}
