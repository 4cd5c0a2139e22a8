package io.livepatch.weave;

import io.livepatch.model.MethodId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What the JDK keeps of the constants of an enum in its {@code Class}: the array behind {@code EnumSet}, {@code EnumMap} and {@code
 * getEnumConstants}, and the map behind {@code Enum.valueOf}. Both are made from {@code values()}, by whichever thread is first, so threads on
 * two sides cannot share them.
 */
public final class EnumCaches {
    /** The class that has them. */
    public static final String CLASS = "java.lang.Class";

    /** The methods that read and fill them. */
    public static final Set<MethodId> METHODS = Set.of(
            new MethodId("getEnumConstantsShared", "()[Ljava/lang/Object;"),
            new MethodId("enumConstantDirectory", "()Ljava/util/Map;"));

    private static final String ARRAY = "enumConstants";
    private static final String DIRECTORY = "enumConstantDirectory";
    private static final Set<String> FIELDS = Set.of(ARRAY, DIRECTORY);

    private EnumCaches() {}

    /**
     * Makes them read as empty, so that each thread gets what {@code values()} gives it.
     *
     * @param classFile that of {@code java.lang.Class} as it comes to us
     * @param enums binary names of the enums concerned, in whatever loader
     * @throws WeavingException if this JDK keeps enum constants in another way
     */
    public static ClassPlan unread(byte[] classFile, Collection<String> enums) throws WeavingException {
        Map<MethodId, JdkMethods.Edit> edits = new HashMap<>();
        METHODS.forEach(each -> edits.put(each, method -> hide(method, enums)));
        JdkMethods edited = new JdkMethods(CLASS, classFile, edits);
        return ClassPlan.of(CLASS, METHODS.stream().map(edited::plan).toList());
    }

    private static void hide(MethodNode method, Collection<String> enums) throws WeavingException {
        AbstractInsnNode first = next(method.instructions.getFirst());
        AbstractInsnNode second = first == null ? null : next(first.getNext());
        boolean known = first instanceof VarInsnNode load
                && load.var == 0
                && second instanceof FieldInsnNode field
                && field.getOpcode() == Opcodes.GETFIELD
                && FIELDS.contains(field.name);
        if (!known) {
            throw unknown();
        }
        method.instructions.insert(second, nothingIfOneOf(enums, (FieldInsnNode) second));
    }

    private static AbstractInsnNode next(AbstractInsnNode from) {
        AbstractInsnNode each = from;
        while (each != null && each.getOpcode() < 0) {
            each = each.getNext();
        }
        return each;
    }

    /** Makes null of the value that was read if {@code this} has one of the names. */
    private static InsnList nothingIfOneOf(Collection<String> enums, FieldInsnNode field) {
        InsnList code = new InsnList();
        LabelNode nothing = new LabelNode();
        LabelNode end = new LabelNode();
        for (String each : enums) {
            code.add(new LdcInsnNode(each));
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, field.owner, "getName", "()Ljava/lang/String;", false));
            code.add(new MethodInsnNode(
                    Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false));
            code.add(new JumpInsnNode(Opcodes.IFNE, nothing));
        }
        String type = field.desc.startsWith("L") ? field.desc.substring(1, field.desc.length() - 1) : field.desc;
        code.add(new JumpInsnNode(Opcodes.GOTO, end));
        code.add(nothing);
        code.add(frame(field.owner, type));
        code.add(new InsnNode(Opcodes.POP));
        code.add(new InsnNode(Opcodes.ACONST_NULL));
        code.add(end);
        code.add(frame(field.owner, type));
        return code;
    }

    private static FrameNode frame(String local, String stack) {
        return new FrameNode(Opcodes.F_NEW, 1, new Object[] {local}, 1, new Object[] {stack});
    }

    private static WeavingException unknown() {
        return new WeavingException("this JDK keeps the constants of an enum in a way that is not known here");
    }

    /**
     * Forgets them for some enums; they are made anew when somebody asks. Needs {@code java.lang} to be open to us.
     *
     * @throws WeavingException if this JDK keeps them in another way
     */
    public static void forget(Collection<Class<?>> enums) throws WeavingException {
        try {
            Lookup lookup = MethodHandles.privateLookupIn(Class.class, MethodHandles.lookup());
            VarHandle array = lookup.findVarHandle(Class.class, ARRAY, Object[].class);
            VarHandle directory = lookup.findVarHandle(Class.class, DIRECTORY, Map.class);
            for (Class<?> each : enums) {
                // the map is made from the array, so it goes last: one made meanwhile from the old array goes as well
                array.setVolatile(each, (Object[]) null);
                directory.setVolatile(each, (Map<?, ?>) null);
            }
        } catch (ReflectiveOperationException e) {
            throw new WeavingException(unknown().getMessage(), e);
        }
    }
}
