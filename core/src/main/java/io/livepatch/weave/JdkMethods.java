package io.livepatch.weave;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Methods of a JDK class with some code of ours put into them. The bodies are taken from the class file as the JDK ships it, since boot classes come
 * without stack map frames from some JVMs, and a body without them cannot be verified.
 */
public final class JdkMethods {
    /** Changes a body in place. */
    interface Edit {
        /**
         * Changes it.
         *
         * @throws WeavingException if the body is not of a form that is known here
         */
        void apply(MethodNode method) throws WeavingException;
    }

    private final Map<MethodId, Fingerprint> before = new HashMap<>();
    private final Map<MethodId, Fingerprint> after = new HashMap<>();
    private final Body.Patched body;

    /**
     * Edits methods of a class.
     *
     * @param className binary name of a class of the boot loader
     * @param received its class file as it comes to us
     * @throws WeavingException if it lacks one of the methods, or has another body than the JDK ships
     */
    JdkMethods(String className, byte[] received, Map<MethodId, Edit> edits) throws WeavingException {
        try {
            ClassNode running = ClassFiles.read(received);
            ClassNode node = ClassFiles.read(
                    WeaveCheck.classFilesOf(null).locate(className).resolve());
            for (Map.Entry<MethodId, Edit> each : edits.entrySet()) {
                MethodNode method = method(node, className, each.getKey());
                Fingerprint shipped = Fingerprints.of(node, method);
                if (!shipped.equals(Fingerprints.of(running, method(running, className, each.getKey())))) {
                    throw new WeavingException("the method " + className + "." + each.getKey()
                            + " of the JDK has been changed by another agent");
                }
                before.put(each.getKey(), shipped);
                each.getValue().apply(method);
                after.put(each.getKey(), Fingerprints.of(node, method));
            }
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            node.accept(writer);
            body = new Body.Patched("livepatch", writer.toByteArray());
        } catch (InvalidClassFileException | IOException | IllegalStateException e) {
            throw new WeavingException("the class file of " + className + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static MethodNode method(ClassNode node, String className, MethodId id) throws WeavingException {
        return ClassFiles.method(node, id)
                .orElseThrow(() -> new WeavingException("this JDK has no method " + className + "." + id));
    }

    /** Methods that stay as they are. */
    public static JdkMethods unchanged(String className, byte[] received, MethodId id) throws WeavingException {
        return new JdkMethods(className, received, Map.of(id, method -> {}));
    }

    /** A method on the way from some edited methods to others; null stands for the JDK's own, not for both. */
    public static MethodPlan plan(MethodId id, JdkMethods from, JdkMethods to) {
        JdkMethods known = has(from, id) ? from : to;
        return new MethodPlan(
                id,
                known.before.get(id),
                has(to, id) ? to.after.get(id) : known.before.get(id),
                has(from, id) ? from.body : Body.ORIGINAL,
                has(to, id) ? to.body : Body.ORIGINAL,
                false,
                false);
    }

    private static boolean has(JdkMethods methods, MethodId id) {
        return methods != null && methods.after.containsKey(id);
    }

    /** A plan that has threads move at the entry of a method and not inside. */
    public MethodPlan guard(MethodId id) {
        return new MethodPlan(id, before.get(id), before.get(id), Body.ORIGINAL, Body.ORIGINAL, false, true);
    }

    /** A plan that leaves an edited method to the threads of both sides. */
    MethodPlan plan(MethodId id) {
        return new MethodPlan(id, before.get(id), after.get(id), body, body, false, false);
    }
}
