package io.livepatch.engine;

import io.livepatch.model.FieldId;
import io.livepatch.model.PatchDescriptor;
import io.livepatch.model.PatchedClass;
import io.livepatch.weave.ConstantPools;
import io.livepatch.weave.ConstantPools.FieldReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds loaded classes outside of a patch that read its versioned fields: all readers in the library are patched, but an application's own class
 * goes on reading OLD's value.
 */
final class OutsideReaders {
    private final ConstantPools pools;

    private OutsideReaders() throws ReflectiveOperationException {
        pools = new ConstantPools();
    }

    /** What the operator should know, a line for each field that such classes read. */
    static List<String> warnings(PatchDescriptor patch, ClassSweep sweep) {
        if (patch.outside().versioned().isEmpty()) {
            return List.of();
        }
        List<Class<?>> loaded = sweep.loaded();
        Map<FieldId, Set<String>> readers = new HashMap<>();
        try {
            new OutsideReaders().search(patch, loaded, readers);
        } catch (ReflectiveOperationException e) {
            return List.of("whether classes outside of the patch read "
                    + patch.outside().versioned().get(0) + " cannot be told on this JVM, which has no "
                    + e.getMessage());
        }
        return patch.outside().versioned().stream()
                .filter(readers::containsKey)
                .map(field -> field
                        + " has another value for code of the patch; these classes outside of it go on reading the old one: "
                        + Listed.firstOf(readers.get(field)))
                .toList();
    }

    private void search(PatchDescriptor patch, List<Class<?>> loaded, Map<FieldId, Set<String>> readers)
            throws ReflectiveOperationException {
        Map<String, Map<String, FieldId>> wanted = wanted(patch.outside().versioned(), loaded);
        Set<String> own =
                patch.classes().stream().map(PatchedClass::name).collect(Collectors.toCollection(HashSet::new));
        own.addAll(patch.added());
        for (Class<?> each : loaded) {
            if (!own.contains(each.getName())) {
                for (FieldId field : read(each, wanted)) {
                    readers.computeIfAbsent(field, name -> new TreeSet<>()).add(each.getName());
                }
            }
        }
    }

    /** By the internal names of the classes that have or inherit them (JVMS 5.4.3.2), then by their own names. */
    private static Map<String, Map<String, FieldId>> wanted(Collection<FieldId> fields, List<Class<?>> loaded) {
        Map<String, Map<String, FieldId>> wanted = new TreeMap<>();
        Map<String, List<FieldId>> byClass = fields.stream().collect(Collectors.groupingBy(FieldId::className));
        for (Class<?> owner : loaded) {
            List<FieldId> declared = byClass.getOrDefault(owner.getName(), List.of());
            if (!declared.isEmpty()) {
                for (Class<?> each : loaded) {
                    if (owner.isAssignableFrom(each)) {
                        Map<String, FieldId> names =
                                wanted.computeIfAbsent(each.getName().replace('.', '/'), name -> new TreeMap<>());
                        declared.forEach(field -> names.put(field.name(), field));
                    }
                }
            }
        }
        return wanted;
    }

    private List<FieldId> read(Class<?> type, Map<String, Map<String, FieldId>> wanted)
            throws ReflectiveOperationException {
        List<FieldId> read = new ArrayList<>();
        for (FieldReference reference : pools.fieldsOf(type)) {
            FieldId field = wanted.getOrDefault(reference.owner(), Map.of()).get(reference.name());
            if (field != null && field.descriptor().equals(reference.descriptor())) {
                read.add(field);
            }
        }
        return read;
    }
}
