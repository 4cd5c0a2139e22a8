package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.MethodId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The part of NEW's static initialiser that makes chosen fields, as a class to be defined beside the running one, with a field of the same name for each. What
 * else it reads it takes from the running class, but not fields that this one lacks, or that NEW makes in another way: these it makes along, for itself.
 * Static methods of NEW that it calls are part of it; objects and lambdas are made of the code that the running class has.
 */
public final class InitializerSlice {
    /** The static method, without parameters or result, that computes the values. */
    public static final String METHOD = "initialize$livepatch";

    private static final String SUFFIX = "$livepatch$values";

    private final ClassNode now;
    private final ClassNode before;
    private final StaticInitializer initializer;
    private final Set<String> chosen;
    private final Set<String> changed;
    private final Set<String> made;
    private final Map<MethodId, MethodNode> methods = new LinkedHashMap<>();

    private InitializerSlice(ClassNode now, ClassNode before, Set<String> chosen) {
        this.now = now;
        this.before = before;
        this.chosen = chosen;
        initializer = new StaticInitializer(now);
        changed = changed(new StaticInitializer(before));
        made = new LinkedHashSet<>(chosen);
    }

    /**
     * Cuts it out.
     *
     * @param now NEW's class file
     * @param before that of the running class
     * @param fields static fields that the running class declares
     * @return the class file of the slice
     * @throws SliceException if that cannot be done
     */
    public static byte[] of(byte[] now, byte[] before, Set<String> fields)
            throws SliceException, InvalidClassFileException {
        return new InitializerSlice(ClassFiles.read(now), ClassFiles.read(before), new TreeSet<>(fields)).write();
    }

    /** What must be in a class file for that: its static initialiser, and the static methods of the class that it calls. */
    static Set<MethodId> methods(ClassNode owner) {
        Set<MethodId> found = new LinkedHashSet<>();
        Deque<MethodId> open = new ArrayDeque<>(Set.of(new MethodId(StaticInitializer.NAME, "()V")));
        for (MethodId next = open.poll(); next != null; next = open.poll()) {
            MethodNode method = ClassFiles.method(owner, next).orElse(null);
            if (method != null && isCopied(method) && found.add(next)) {
                open.addAll(SliceReferences.called(owner.name, method));
            }
        }
        return found;
    }

    /** Fields that NEW makes in another way, and those made from them. */
    private Set<String> changed(StaticInitializer old) {
        Deque<String> open = new ArrayDeque<>();
        for (FieldNode each : now.fields) {
            Optional<FieldNode> existing = field(before, each.name);
            boolean same = existing.isPresent()
                    && existing.get().desc.equals(each.desc)
                    && (each.value == null
                            ? existing.get().value == null
                                    && initializer.content(each.name).equals(old.content(each.name))
                            : each.value.equals(existing.get().value));
            if (!same) {
                open.add(each.name);
            }
        }
        Set<String> found = new LinkedHashSet<>();
        for (String next = open.poll(); next != null; next = open.poll()) {
            if (found.add(next)) {
                open.addAll(initializer.madeFrom(now.name, next));
            }
        }
        return found;
    }

    private byte[] write() throws SliceException {
        for (String each : chosen) {
            checkExists(each);
        }
        checkNothingElseSets();
        checkSetTogether();
        MethodNode body = complete();
        ClassNode slice = new ClassNode();
        slice.version = now.version;
        slice.access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        slice.name = now.name + SUFFIX;
        slice.superName = "java/lang/Object";
        slice.sourceFile = now.sourceFile;
        for (String each : made) {
            field(now, each)
                    .ifPresent(field -> slice.fields.add(
                            new FieldNode(Opcodes.ACC_STATIC, field.name, field.desc, null, field.value)));
        }
        slice.methods.add(body);
        slice.methods.addAll(methods.values());
        SliceReferences references = new SliceReferences(now, slice.name, made, methods.keySet());
        slice.methods.forEach(references::redirect);
        return Output.bytes(slice);
    }

    private void checkExists(String name) throws SliceException {
        FieldNode old = field(before, name).orElseThrow(() -> new SliceException(where(name) + " is not there"));
        FieldNode found = field(now, name)
                .orElseThrow(() -> new SliceException(where(name) + " does not exist any more in the new version"));
        if (!found.desc.equals(old.desc)) {
            throw new SliceException(where(name) + " is of another type in the new version");
        }
    }

    /** A statement would have to be run for all that it sets. */
    private void checkSetTogether() throws SliceException {
        for (String each : initializer.setTogether(chosen)) {
            if (!chosen.contains(each) && field(before, each).isPresent()) {
                throw new SliceException(where(each) + " is set together with a field that is to be initialized anew ("
                        + String.join(", ", chosen) + "): name both or none");
            }
        }
    }

    /** Of a method that the initialiser calls, nobody can tell whether and when it sets the field. */
    private void checkNothingElseSets() throws SliceException {
        Optional<MethodNode> all = ClassFiles.method(now, new MethodId(StaticInitializer.NAME, "()V"));
        Map<MethodId, MethodNode> reached =
                all.map(method -> SliceReferences.reached(now, method)).orElse(Map.of());
        for (Map.Entry<MethodId, MethodNode> each : reached.entrySet()) {
            for (AbstractInsnNode instruction : each.getValue().instructions) {
                if (isOwn(instruction, Opcodes.PUTSTATIC) && chosen.contains(((FieldInsnNode) instruction).name)) {
                    throw new SliceException(where(((FieldInsnNode) instruction).name) + " is set by method "
                            + each.getKey()
                            + ", which the initializer of the new version calls, so its statement alone does not"
                            + " tell the value");
                }
            }
        }
    }

    /** Has methods and fields join until nothing is missing. */
    private MethodNode complete() throws SliceException {
        int size;
        MethodNode body;
        do {
            size = made.size() + methods.size();
            body = initializer.making(made);
            body.name = METHOD;
            take(body);
            for (MethodNode each : List.copyOf(methods.values())) {
                take(each);
            }
        } while (made.size() + methods.size() > size);
        return body;
    }

    private void take(MethodNode body) throws SliceException {
        for (MethodId each : SliceReferences.handled(now.name, body)) {
            if (ClassFiles.method(now, each).isPresent()
                    && ClassFiles.method(before, each).isEmpty()) {
                throw new SliceException(
                        "the initializer of the new version uses " + each + " for " + String.join(", ", chosen)
                                + ", a lambda or method reference that the running class does not have; set the field in the callback itself");
            }
        }
        for (AbstractInsnNode each : body.instructions) {
            boolean reads = isOwn(each, Opcodes.GETSTATIC);
            if (reads || isOwn(each, Opcodes.PUTSTATIC)) {
                String name = ((FieldInsnNode) each).name;
                boolean isHere = field(before, name).isPresent();
                // what a method writes, such as a counter, goes on where it stands
                if (field(now, name).isPresent() && (!isHere || (reads && changed.contains(name)))) {
                    made.add(name);
                }
            }
        }
        for (MethodId each : SliceReferences.called(now.name, body)) {
            ClassFiles.method(now, each)
                    .filter(InitializerSlice::isCopied)
                    .ifPresent(callee -> methods.computeIfAbsent(
                            each,
                            id -> Copies.as(
                                    callee, Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, id.name(), id.descriptor())));
        }
    }

    /** One that locks the class runs there. */
    private static boolean isCopied(MethodNode method) {
        return TwoVersions.isStatic(method.access)
                && (method.access & Opcodes.ACC_SYNCHRONIZED) == 0
                && ClassFiles.hasBody(method);
    }

    private boolean isOwn(AbstractInsnNode instruction, int opcode) {
        return instruction.getOpcode() == opcode && ((FieldInsnNode) instruction).owner.equals(now.name);
    }

    private static Optional<FieldNode> field(ClassNode owner, String name) {
        return owner.fields.stream()
                .filter(each -> each.name.equals(name) && TwoVersions.isStatic(each.access))
                .findFirst();
    }

    private String where(String field) {
        return Names.where(now.name, field);
    }
}
