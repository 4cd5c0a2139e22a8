package io.livepatch.statics;

import io.livepatch.weave.ConstantPools;
import io.livepatch.weave.ConstantPools.FieldReference;
import io.livepatch.weave.WeavingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Has the JVM forget code that was compiled with the value of a final static field in it. Compilers take such a value for a constant for ever; but the
 * JVM throws away compiled code with methods of a class in it when the class is retransformed, and so it also does with code that is being compiled.
 */
final class Recompilation {
    private final JvmClasses classes;
    private final ConstantPools pools;

    /** @throws IllegalStateException if this JDK does not let us see constant pools */
    Recompilation(JvmClasses classes) {
        this.classes = classes;
        try {
            pools = new ConstantPools();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK does not let us see which classes read a field: " + e, e);
        }
    }

    /** @throws IllegalArgumentException if code that reads the field may have been compiled and can be discarded by nobody */
    void check(StaticField field) {
        Set<String> fixed = new TreeSet<>();
        List<Class<?>> loaded = classes.loaded();
        List<Class<?>> unmodifiable =
                loaded.stream().filter(each -> !classes.isModifiable(each)).toList();
        readers(List.of(field), loaded, unmodifiable).forEach(each -> fixed.add(each.getName()));
        if (!fixed.isEmpty()) {
            throw new IllegalArgumentException(
                    field + " is final, and compiled code of " + String.join(", ", fixed)
                            + " may hold its value; the JVM lets nobody change these classes, so it could not be made to forget it");
        }
    }

    /**
     * Discards what was compiled with earlier values of these fields.
     *
     * @return what there is to say, for the operator; empty if no field is final
     */
    String after(Collection<StaticField> fields) {
        List<StaticField> trusted = fields.stream().filter(StaticField::isFinal).toList();
        if (trusted.isEmpty()) {
            return "";
        }
        List<Class<?>> loaded = classes.loaded();
        List<Class<?>> readers = new ArrayList<>(readers(trusted, loaded, loaded));
        readers.removeIf(each -> !classes.isModifiable(each));
        Set<String> failed = retransform(readers);
        String done = "; code of " + (readers.size() - failed.size()) + " classes that read it is compiled anew";
        return failed.isEmpty()
                ? done
                : done + ", but compiled code of these may go on with the old value: " + String.join(", ", failed);
    }

    /** @return those that cannot be, with the reason */
    private Set<String> retransform(List<Class<?>> readers) {
        Set<String> failed = new TreeSet<>();
        try {
            classes.capture(readers);
        } catch (WeavingException together) {
            // one that cannot be linked must not spoil the others
            for (Class<?> each : readers) {
                try {
                    classes.capture(List.of(each));
                } catch (WeavingException e) {
                    failed.add(each.getName() + " (" + e.getMessage() + ")");
                }
            }
        }
        return failed;
    }

    /**
     * Those of some classes whose code may read one of the fields, by the name of the class that has it or of one that inherits it (JVMS 5.4.3.2).
     */
    private Set<Class<?>> readers(Collection<StaticField> fields, List<Class<?>> loaded, List<Class<?>> among) {
        Set<FieldReference> wanted = new LinkedHashSet<>();
        for (StaticField field : fields) {
            for (Class<?> each : loaded) {
                if (field.owner().isAssignableFrom(each)) {
                    wanted.add(new FieldReference(each.getName().replace('.', '/'), field.name(), field.descriptor()));
                }
            }
        }
        Set<Class<?>> readers = new LinkedHashSet<>();
        // nobody else can name a hidden class, and its pool calls it otherwise than reflection does
        fields.stream().map(StaticField::owner).filter(Class::isHidden).forEach(readers::add);
        try {
            for (Class<?> each : among) {
                // looking into the pools of all classes takes seconds where there are many
                boolean reaches = fields.stream().anyMatch(field -> field.isInReachOf(each));
                if (reaches && pools.fieldsOf(each).stream().anyMatch(wanted::contains)) {
                    readers.add(each);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK does not let us see which classes read a field: " + e, e);
        }
        return readers;
    }
}
