package io.livepatch.control;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes random values of any message record, so that a record added later is tested without a change here. */
final class Samples {
    private static final String[] STRINGS = {
        "", "a.B$C", "worker-1", "\"quoted\" \\ {[", "tab\tnewline\n\u0000\u001b", "ü € 漢字 \uD83D\uDE00", "null"
    };
    private static final long[] NUMBERS = {0, 1, -1, 31, Integer.MAX_VALUE, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE};

    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    <T> T of(Class<T> record) {
        RecordComponent[] components = record.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getGenericType()))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return record.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot make a " + record, e);
        }
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return random.nextBoolean() ? Optional.empty() : Optional.of(value(element));
            }
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                list.add(value(element));
            }
            return list;
        }
        Class<?> simple = (Class<?>) type;
        if (simple == String.class) {
            return STRINGS[random.nextInt(STRINGS.length)];
        }
        if (simple == long.class) {
            return NUMBERS[random.nextInt(NUMBERS.length)];
        }
        if (simple == int.class) {
            return random.nextInt();
        }
        if (simple == boolean.class) {
            return random.nextBoolean();
        }
        if (simple == ByteBuffer.class) {
            byte[] bytes = new byte[random.nextInt(200_000)];
            random.nextBytes(bytes);
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
        if (simple.isEnum()) {
            Object[] constants = simple.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        return of(simple);
    }
}
