package io.livepatch.transition;

import io.livepatch.gate.SchedulePoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A copy of the gate and of the coordinator whose schedule points call {@link Schedule}, perhaps with a mistake planted in it.
 * The interleavings are copied along, so that they work on the copy.
 */
final class GateCopy extends ClassLoader {
    private static final List<String> COPIED = List.of("io.livepatch.gate.", "io.livepatch.transition.");

    private final SeededMistake mistake;
    private boolean planted;

    /**
     * A copy.
     *
     * @param mistake null for the code as it is
     */
    GateCopy(SeededMistake mistake) {
        super(GateCopy.class.getClassLoader());
        this.mistake = mistake;
    }

    /** Runs an interleaving in the copy, and returns what was broken. */
    String run(Interleaving interleaving) throws ReflectiveOperationException {
        Class<?> copied = Class.forName(Interleaving.class.getName(), true, this);
        for (Object constant : copied.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(interleaving.name())) {
                String broken = (String) ((Supplier<?>) constant).get();
                if (mistake != null && !planted) {
                    throw new IllegalStateException(mistake + " is in no class that the interleaving uses");
                }
                return broken;
            }
        }
        throw new IllegalArgumentException(interleaving.name());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (COPIED.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = changed(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    private byte[] changed(String name) throws ClassNotFoundException {
        ClassNode node = new ClassNode();
        try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            new ClassReader(stream).accept(node, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (name.equals(SchedulePoint.class.getName())) {
            change(
                    node,
                    "reached",
                    body -> body.replaceBy(
                            new VarInsnNode(Opcodes.ALOAD, 0),
                            MethodBody.callOf(Schedule.class, "reached").getFirst(),
                            new InsnNode(Opcodes.RETURN)));
        }
        if (mistake != null && name.equals(mistake.in.getName())) {
            for (Map.Entry<String, SeededMistake.Change> each : mistake.changes.entrySet()) {
                change(node, each.getKey(), each.getValue());
            }
            planted = true;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** Fails where there is nothing to change: a mistake that is not there is caught by no test. */
    private static void change(ClassNode node, String method, SeededMistake.Change change) {
        int places = 0;
        for (MethodNode each : node.methods) {
            if (each.name.equals(method) || (method.endsWith("$") && each.name.startsWith(method))) {
                places += change.applyTo(new MethodBody(each));
            }
        }
        if (places == 0) {
            throw new IllegalStateException("nothing to change in " + node.name + "." + method);
        }
    }
}
