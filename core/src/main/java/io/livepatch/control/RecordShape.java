package io.livepatch.control;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/**
 * The components of a class of records, and how to read and make one. The JVM makes new objects for all of this each time it is
 * asked; a status has a thousand records of one class, and a list of threads may have a million. Immutable, one for each class.
 */
final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final List<Component> components;
    private final Constructor<?> canonical;

    /** One component. */
    record Component(String name, Type type, Method accessor) {
        Object get(Record record) {
            try {
                return accessor.invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + accessor, e);
            }
        }
    }

    private RecordShape(Class<?> type) {
        RecordComponent[] declared = type.getRecordComponents();
        components = Arrays.stream(declared)
                .map(each -> new Component(each.getName(), each.getGenericType(), each.getAccessor()))
                .toList();
        try {
            canonical = type.getDeclaredConstructor(
                    Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("no record: " + type.getName(), e);
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    List<Component> components() {
        return components;
    }

    /** Makes a record of these values of its components. */
    Object make(Object... values) throws ProtocolException {
        try {
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            String name = canonical.getDeclaringClass().getSimpleName();
            throw new ProtocolException(name + " with values that it does not allow", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call " + canonical, e);
        }
    }
}
