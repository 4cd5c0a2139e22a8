package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.LambdaReferences;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A static initialiser, statement by statement: which of them make the value of which field. */
final class StaticInitializer {
    static final String NAME = "<clinit>";

    private static final Set<String> ENUM_COLLECTIONS = Set.of("java/util/EnumSet", "java/util/EnumMap");

    private final ClassNode owner;
    private final MethodNode method;
    private final List<Statement> statements = new ArrayList<>();

    /**
     * One statement.
     *
     * @param sets fields of the class that it sets
     * @param changes the field whose object it works on, if it sets none; null if there is none
     */
    private record Statement(List<AbstractInsnNode> code, Set<String> sets, String changes) {
        boolean makes(String field) {
            return sets.contains(field) || field.equals(changes);
        }

        boolean isEffect() {
            return sets.isEmpty() && changes == null;
        }
    }

    StaticInitializer(ClassNode owner) {
        this.owner = owner;
        this.method = owner.methods.stream()
                .filter(each -> each.name.equals(NAME))
                .findFirst()
                .orElse(null);
        if (method != null) {
            Segments.withLocals(owner.name, method).forEach(each -> statements.add(statement(each)));
        }
    }

    private Statement statement(List<AbstractInsnNode> code) {
        Set<String> sets = new LinkedHashSet<>();
        String first = null;
        for (AbstractInsnNode each : code) {
            if (each instanceof FieldInsnNode field && field.owner.equals(owner.name)) {
                if (field.getOpcode() == Opcodes.PUTSTATIC) {
                    sets.add(field.name);
                } else if (field.getOpcode() == Opcodes.GETSTATIC && first == null) {
                    first = field.name;
                }
            }
        }
        return new Statement(code, sets, sets.isEmpty() ? first : null);
    }

    /** The fields that statements set together with these; each of them belongs to all. */
    Set<String> setTogether(Set<String> fields) {
        Set<String> together = new LinkedHashSet<>(fields);
        statements.stream()
                .filter(each -> each.sets().stream().anyMatch(fields::contains))
                .forEach(each -> together.addAll(each.sets()));
        return together;
    }

    /** The fields that statements set which call one of these methods or constructors. */
    Set<String> madeBy(BiPredicate<String, MethodId> methods) {
        Set<String> made = new LinkedHashSet<>();
        for (Statement each : statements) {
            boolean calls = !each.sets().isEmpty()
                    && each.code().stream()
                            .anyMatch(instruction -> instruction instanceof MethodInsnNode call
                                    && methods.test(call.owner, new MethodId(call.name, call.desc)));
            if (calls) {
                made.addAll(each.sets());
            }
        }
        return made;
    }

    /** The fields that are made by statements that read a static field. */
    Set<String> madeFrom(String fieldOwner, String field) {
        Set<String> made = new LinkedHashSet<>();
        for (Statement each : statements) {
            boolean reads = each.code().stream()
                    .anyMatch(instruction -> instruction instanceof FieldInsnNode access
                            && access.getOpcode() == Opcodes.GETSTATIC
                            && access.owner.equals(fieldOwner)
                            && access.name.equals(field));
            if (reads) {
                made.addAll(each.sets());
                if (each.changes() != null) {
                    made.add(each.changes());
                }
            }
        }
        return made;
    }

    /** The fields that are made by statements that go by all the constants of an enum, as sets, maps and switch tables of it are. */
    Set<String> madeOfConstants(String of) {
        Set<String> made = new LinkedHashSet<>();
        for (Statement each : statements) {
            boolean named = each.code().stream()
                    .anyMatch(instruction ->
                            instruction instanceof LdcInsnNode constant && constant.cst.equals(Type.getObjectType(of)));
            boolean lists = each.code().stream()
                    .anyMatch(instruction -> instruction instanceof MethodInsnNode call && lists(call, of, named));
            if (lists) {
                made.addAll(each.sets());
                if (each.changes() != null) {
                    made.add(each.changes());
                }
            }
        }
        return made;
    }

    /** Whether a call gets at all the constants of an enum; those of the JDK do it by the class, which the statement names. */
    private static boolean lists(MethodInsnNode call, String of, boolean named) {
        return (call.owner.equals(of) && call.name.equals("values"))
                || (named && (ENUM_COLLECTIONS.contains(call.owner) || call.name.equals("getEnumConstants")));
    }

    /**
     * What makes the value of a field, as a text that is equal for equal code. The code of static methods of the class that are called
     * for it belongs to it; that of constructors does not, since an object with an identity and a state of its own must not be made twice.
     */
    String content(String field) {
        return content(field, LambdaReferences.BY_CONTENT, method -> true);
    }

    /** The same with a chosen view of lambdas, and of the code of those called methods only that count; the others are known by name. */
    String content(String field, LambdaReferences view, Predicate<MethodId> counts) {
        return content(statements.stream().filter(each -> each.makes(field)).toList(), view, counts);
    }

    /** What it does without setting, or working on, a field of the class; likewise. */
    String effects(LambdaReferences view, Predicate<MethodId> counts) {
        return content(statements.stream().filter(Statement::isEffect).toList(), view, counts);
    }

    private String content(List<Statement> chosen, LambdaReferences view, Predicate<MethodId> counts) {
        if (chosen.isEmpty()) {
            return "";
        }
        MethodNode body = empty();
        Statements.append(method, chosen.stream().map(Statement::code).toList(), body);
        Statements.renumberLocals(body);
        body.instructions.add(new InsnNode(Opcodes.RETURN));
        Map<MethodId, String> called = new TreeMap<>();
        collect(body, called, counts);
        return new Fingerprints(owner).of(body, view).sha256() + called;
    }

    private void collect(MethodNode body, Map<MethodId, String> called, Predicate<MethodId> counts) {
        for (AbstractInsnNode each : body.instructions) {
            if (each instanceof MethodInsnNode call
                    && call.getOpcode() == Opcodes.INVOKESTATIC
                    && call.owner.equals(owner.name)) {
                MethodId id = new MethodId(call.name, call.desc);
                Optional<MethodNode> callee = called.containsKey(id) ? Optional.empty() : ClassFiles.method(owner, id);
                callee.ifPresent(found -> {
                    called.put(
                            id, counts.test(id) ? Fingerprints.of(owner, found).sha256() : "");
                    collect(found, called, counts);
                });
            }
        }
    }

    /** A static initialiser that makes these fields and no others. */
    MethodNode making(Set<String> fields) {
        return of(each -> fields.stream().anyMatch(each::makes));
    }

    /** The statements that make none of these fields. */
    MethodNode leaving(Set<String> fields) {
        return of(each -> fields.stream().noneMatch(each::makes));
    }

    /** The statements that neither set nor work on a field of the class. */
    MethodNode effects() {
        return of(Statement::isEffect);
    }

    private MethodNode of(Predicate<Statement> wanted) {
        MethodNode body = empty();
        if (method != null) {
            List<List<AbstractInsnNode>> chosen =
                    statements.stream().filter(wanted).map(Statement::code).toList();
            Statements.append(method, chosen, body);
        }
        body.instructions.add(new InsnNode(Opcodes.RETURN));
        return body;
    }

    private static MethodNode empty() {
        return new MethodNode(Opcodes.ASM9, Opcodes.ACC_STATIC, NAME, "()V", null, null);
    }
}
