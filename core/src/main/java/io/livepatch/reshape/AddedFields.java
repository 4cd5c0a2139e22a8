package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.LambdaReferences;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.Bridge;
import io.livepatch.model.MethodId;
import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.TwoVersions.Declared;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Instance fields that OLD does not have. Those of one object are the fields of its holder, with their own types and modifiers, so that
 * {@code volatile} means what it says and nothing is boxed. The engine keeps the holder as long as the object.
 */
final class AddedFields {
    private final TwoVersions versions;
    private final Companions companions;
    private final AccessClasses access;
    private final Findings findings;
    private final BiConsumer<ClassNode, MethodNode> rewriting;
    private final Consumer<String> clones;
    private final Map<String, ClassNode> holders = new TreeMap<>();

    AddedFields(
            TwoVersions versions,
            Companions companions,
            AccessClasses access,
            Findings findings,
            BiConsumer<ClassNode, MethodNode> rewriting,
            Consumer<String> clones) {
        this.versions = versions;
        this.companions = companions;
        this.access = access;
        this.findings = findings;
        this.rewriting = rewriting;
        this.clones = clones;
    }

    Collection<ClassNode> holders() {
        return holders.values();
    }

    /** How many fields there are. */
    int count() {
        return holders.values().stream().mapToInt(each -> each.fields.size()).sum();
    }

    /** The static method that reads the field. */
    Way getter(Declared<FieldNode> added) {
        String descriptor = "(" + object(added) + ")" + added.member().desc;
        return accessor(added, "get$" + added.member().name, descriptor, false);
    }

    /** The static method that writes the field. */
    Way setter(Declared<FieldNode> added) {
        String descriptor = "(" + object(added) + added.member().desc + ")V";
        return accessor(added, "set$" + added.member().name, descriptor, true);
    }

    private static String object(Declared<FieldNode> added) {
        return Type.getObjectType(added.ownerName()).getDescriptor();
    }

    private Way accessor(Declared<FieldNode> added, String name, String descriptor, boolean writes) {
        Way way = new Way(Names.companion(added.ownerName()), name, descriptor);
        if (!companions.hasMethod(added.owner(), name, descriptor)) {
            ensureField(added);
            FieldNode field = added.member();
            MethodNode method = new MethodNode(Companions.METHOD, name, descriptor, null, null);
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.instructions.add(
                    access.holder(added.ownerName(), added.ownerName()).call());
            if (writes) {
                method.visitVarInsn(Type.getType(field.desc).getOpcode(Opcodes.ILOAD), 1);
            }
            method.visitFieldInsn(
                    writes ? Opcodes.PUTFIELD : Opcodes.GETFIELD,
                    Names.holder(added.ownerName()),
                    field.name,
                    field.desc);
            method.visitInsn(writes ? Opcodes.RETURN : Type.getType(field.desc).getOpcode(Opcodes.IRETURN));
            companions.add(added.owner(), method);
        }
        return way;
    }

    private void ensureField(Declared<FieldNode> added) {
        ClassNode holder = holders.computeIfAbsent(Names.holder(added.ownerName()), name -> empty(name, added.owner()));
        clones.accept(added.ownerName());
        FieldNode field = added.member();
        if (TwoVersions.field(holder, field.name, field.desc).isPresent()) {
            return;
        }
        holder.fields.add(new FieldNode(
                Opcodes.ACC_PUBLIC | (field.access & Opcodes.ACC_VOLATILE), field.name, field.desc, null, null));
        InitialValue value = InitialValue.of(versions, added);
        checkValue(added, value);
        value.expression().ifPresent(body -> initialize(added, holder, body));
    }

    private void checkValue(Declared<FieldNode> added, InitialValue value) {
        Optional<String> moved = MovedFields.from(versions, added);
        boolean isKnown = MovedFields.hasValueOnly(added.member()) && !value.isUnknown();
        if (moved.isPresent() && !isKnown) {
            MovedFields.refuse(findings, added, moved.get());
            return;
        }
        String where = Names.where(added.ownerName(), added.member().name);
        UseInConstruction use = new UseInConstruction(versions, added);
        Optional<String> reader = value.expression().isPresent() ? use.readEarly() : Optional.empty();
        reader.or(() -> use.setEarly())
                .ifPresent(method -> findings.refuse(
                        RefusalKind.FIELD_DEFAULT,
                        where,
                        method
                                + " uses this added field, and the constructor of a superclass calls that method before the field"
                                + " has been set; what it finds there, or leaves, would not be what it is after a restart; keep"
                                + " to changes that do not need the field (--only, --exclude)"));
        Optional<String> setter = use.setByMethods();
        if (value.isUnknown() && InitialValue.isNeverDefault(versions, added)) {
            findings.refuse(
                    RefusalKind.FIELD_DEFAULT,
                    where,
                    "objects that exist already were made by constructors that NEW does not have, and would get "
                            + defaultValue(added.member())
                            + " for this added field, which none of NEW's constructors gives; keep to changes that do not need the field"
                            + " (--only, --exclude)");
        } else if (value.isUnknown() || setter.isPresent()) {
            findings.warn(
                    WarningKind.FIELD_DEFAULT,
                    where,
                    "objects that exist already get "
                            + (value.expression().isPresent() ? "its first value" : defaultValue(added.member()))
                            + " for this added field, since its value in NEW depends on "
                            + setter.map(method -> "what " + method + " does when a constructor calls it")
                                    .orElse("the arguments of constructors, or on what else they do")
                            + "; if that is not right for them, the fix needs a callback that sets it");
        }
    }

    /** Whether a constructor of NEW does what that of OLD does, and sets added fields besides. */
    boolean accountsFor(String owner, MethodId constructor) {
        ClassNode after = versions.after(owner);
        ClassNode before = versions.before(owner);
        Optional<MethodNode> now = ClassFiles.method(after, constructor);
        Optional<MethodNode> old = ClassFiles.method(before, constructor);
        return now.isPresent()
                && old.isPresent()
                && statements(owner, now.get(), true).equals(statements(owner, old.get(), false));
    }

    private List<String> statements(String owner, MethodNode constructor, boolean withoutAdded) {
        List<String> contents = new ArrayList<>();
        for (List<AbstractInsnNode> each : Segments.of(owner, constructor)) {
            if (!withoutAdded || !setsAddedOnly(owner, each)) {
                MethodNode statement = new MethodNode(Opcodes.ACC_STATIC, "statement", "()V", null, null);
                Statements.append(constructor, List.of(each), statement);
                contents.add(new Fingerprints(versions.before(owner))
                        .of(statement, LambdaReferences.BY_ENCLOSING_METHOD)
                        .sha256());
            }
        }
        return contents;
    }

    /** Whether a statement ends by setting an added field, and sets no other. */
    private boolean setsAddedOnly(String owner, List<AbstractInsnNode> statement) {
        return statement.get(statement.size() - 1).getOpcode() == Opcodes.PUTFIELD
                && statement.stream()
                        .filter(each -> each.getOpcode() == Opcodes.PUTFIELD)
                        .map(FieldInsnNode.class::cast)
                        .allMatch(each -> TwoVersions.field(versions.before(owner), each.name, each.desc)
                                .isEmpty());
    }

    /** Has a constructor make the holder of its object, right after the constructor of the superclass, if it sets or reads such fields. */
    void prepare(ClassNode owner, MethodNode constructor, AbstractInsnNode initialized) {
        boolean uses = false;
        for (AbstractInsnNode each : constructor.instructions) {
            uses |= each instanceof FieldInsnNode field
                    && field.owner.equals(owner.name)
                    && TwoVersions.field(owner, field.name, field.desc)
                            .map(found -> new Declared<>(owner, found))
                            .filter(found -> !TwoVersions.isStatic(found.member().access))
                            .filter(found -> versions.existingField(found).isEmpty())
                            .isPresent();
        }
        if (uses) {
            InsnList code = new InsnList();
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(access.freshHolder(owner.name, owner.name).call());
            code.add(new InsnNode(Opcodes.POP));
            constructor.instructions.insert(initialized, code);
        }
    }

    private static String defaultValue(FieldNode field) {
        return switch (Type.getType(field.desc).getSort()) {
            case Type.BOOLEAN -> "false";
            case Type.OBJECT, Type.ARRAY -> "null";
            default -> "0";
        };
    }

    /** Has the initializer of the holder compute the value by a static method of the companion. */
    private void initialize(Declared<FieldNode> added, ClassNode holder, MethodNode body) {
        FieldNode field = added.member();
        body.access = Companions.METHOD;
        body.name = "initial$" + field.name;
        body.desc = "(" + object(added) + ")" + field.desc;
        companions.add(added.owner(), body);
        rewriting.accept(added.owner(), body);
        MethodNode initializer = holder.methods.get(0);
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new VarInsnNode(Opcodes.ALOAD, 1));
        code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC, Names.companion(added.ownerName()), body.name, body.desc, false));
        code.add(new FieldInsnNode(Opcodes.PUTFIELD, holder.name, field.name, field.desc));
        initializer.instructions.insertBefore(next(initializer, added), code);
    }

    /** Where the computation of the field goes: values are computed in the order of NEW's initialisers, which may ask for each other. */
    private static AbstractInsnNode next(MethodNode initializer, Declared<FieldNode> added) {
        List<String> later = added.owner().fields.stream()
                .dropWhile(each -> each != added.member())
                .map(each -> each.name)
                .toList();
        AbstractInsnNode computation = initializer.instructions.getFirst();
        for (AbstractInsnNode each : initializer.instructions) {
            if (each instanceof FieldInsnNode set) {
                if (later.contains(set.name)) {
                    return computation;
                }
                computation = set.getNext();
            }
        }
        return computation;
    }

    private static ClassNode empty(String name, ClassNode owner) {
        ClassNode node = OwnClasses.empty(name);
        String object = Type.getObjectType(owner.name).getDescriptor();
        MethodNode initializer =
                new MethodNode(Opcodes.ACC_PUBLIC, Bridge.HOLDER_INITIALIZER, "(" + object + ")V", null, null);
        initializer.visitInsn(Opcodes.RETURN);
        MethodNode constructor = new MethodNode(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        node.methods.add(initializer); // the first, see initialize
        node.methods.add(constructor);
        return node;
    }
}
