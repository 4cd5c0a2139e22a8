package io.livepatch.build;

import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds unchanged methods that call two or more changed ones. Between two such calls no patched method is on the stack, so a
 * thread may move there and see the old version of the one and the new version of the other, unless the caller is made a guard.
 * Calls are resolved from the class named in the instruction upwards; overriding methods of subclasses are not looked for.
 */
final class GuardFinder {
    private static final int FEWEST_CALLS = 2;

    private final Map<String, Set<MethodId>> changed;
    private final Set<MethodId> changedIds;
    private final Map<String, Type> types = new HashMap<>();

    /** A type of the library: its supertypes, which of the interesting methods it declares, and who calls such. */
    private static final class Type {
        final List<String> supertypes = new ArrayList<>();
        final Set<MethodId> declared = new HashSet<>();
        final Map<MethodId, List<Call>> calls = new HashMap<>();
    }

    private record Call(String owner, MethodId method) {}

    /** Takes the changed methods by internal class name. */
    private GuardFinder(Map<String, Set<MethodId>> changed) {
        this.changed = changed;
        changedIds = changed.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /**
     * A method that should be a guard.
     *
     * @param calls the changed methods that it calls, as {@code a.B.c(I)V}
     */
    record Candidate(String className, MethodId method, Set<String> calls) {}

    /**
     * Looks for such methods among the classes of OLD.
     *
     * @param changed the methods under the consistency rule that change, by internal class name
     */
    static List<Candidate> find(Library library, Map<String, Set<MethodId>> changed) {
        GuardFinder finder = new GuardFinder(changed);
        List<Candidate> candidates = new ArrayList<>();
        if (changed.values().stream().mapToInt(Set::size).sum() >= FEWEST_CALLS) {
            library.classes().forEach((name, classFile) -> finder.scan(name, classFile));
            library.classes().keySet().forEach(name -> finder.collect(name, candidates));
        }
        return candidates;
    }

    private void scan(String name, byte[] classFile) {
        Type type = new Type();
        try {
            new ClassReader(classFile).accept(new Scanner(type), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (RuntimeException e) {
            // a class file that cannot be read calls nothing; if it differed, it was refused before
            return;
        }
        types.put(name, type);
    }

    private void collect(String name, List<Candidate> candidates) {
        Type type = types.get(name);
        if (type == null) {
            return;
        }
        Set<MethodId> own = changed.getOrDefault(name, Set.of());
        type.calls.forEach((caller, calls) -> {
            Set<String> called = new TreeSet<>();
            calls.forEach(call -> resolve(call.owner(), call.method(), new HashSet<>())
                    .ifPresent(owner -> called.add(owner.replace('/', '.') + "." + call.method())));
            boolean possible = !own.contains(caller) && !caller.name().equals("<clinit>");
            if (called.size() >= FEWEST_CALLS && possible) {
                candidates.add(new Candidate(name.replace('/', '.'), caller, called));
            }
        });
    }

    /** The class whose changed method is meant, if it is a changed one. */
    private Optional<String> resolve(String owner, MethodId method, Set<String> seen) {
        Type type = types.get(owner);
        if (type == null || !seen.add(owner)) {
            return Optional.empty();
        }
        if (type.declared.contains(method)) {
            return changed.getOrDefault(owner, Set.of()).contains(method) ? Optional.of(owner) : Optional.empty();
        }
        return type.supertypes.stream()
                .map(supertype -> resolve(supertype, method, seen))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private final class Scanner extends ClassVisitor {
        private final Type type;

        Scanner(Type type) {
            super(Opcodes.ASM9);
            this.type = type;
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            if (superName != null) {
                type.supertypes.add(superName);
            }
            type.supertypes.addAll(List.of(interfaces));
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodId caller = new MethodId(name, descriptor);
            if (changedIds.contains(caller)) {
                type.declared.add(caller);
            }
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String desc, boolean onInterface) {
                    MethodId id = new MethodId(called, desc);
                    if (changedIds.contains(id)) {
                        type.calls
                                .computeIfAbsent(caller, c -> new ArrayList<>())
                                .add(new Call(owner, id));
                    }
                }
            };
        }
    }
}
