package io.livepatch.control;

import com.grack.nanojson.JsonAppendableWriter;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a record as a JSON object, one member a component, and reads it back. Components are {@code String}, {@code long},
 * {@code int}, {@code boolean}, enums, records, and {@code List} or {@code Optional} (null when empty) of these.
 *
 * <p>The declared types alone decide what is made of a message, so a message cannot name classes. Members that no component
 * asks for are skipped: a newer peer may send more. A missing member is an error.
 */
final class RecordJson {
    private RecordJson() {}

    /**
     * Writes the members of the object that is open. Straight to the output, without a tree: in a JVM with a million threads the
     * tree of their states would be larger than many a heap.
     */
    static void write(Record record, JsonAppendableWriter out) {
        for (RecordShape.Component component : RecordShape.of(record.getClass()).components()) {
            out.key(component.name());
            writeValue(component.get(record), out);
        }
    }

    static <T> T read(Class<T> type, JsonObject json) throws ProtocolException {
        RecordShape shape = RecordShape.of(type);
        List<Object> values = new ArrayList<>();
        for (RecordShape.Component component : shape.components()) {
            String where = type.getSimpleName() + "." + component.name();
            values.add(fromJson(component.type(), json.get(component.name()), where));
        }
        return type.cast(shape.make(values.toArray()));
    }

    private static void writeValue(Object value, JsonAppendableWriter out) {
        if (value instanceof Record record) {
            out.object();
            write(record, out);
            out.end();
        } else if (value instanceof List<?> list) {
            out.array();
            for (Object element : list) {
                writeValue(element, out);
            }
            out.end();
        } else if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                writeValue(optional.get(), out);
            } else {
                out.nul();
            }
        } else if (value instanceof Enum<?> constant) {
            out.value(constant.name());
        } else if (value instanceof String
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Boolean) {
            out.value(value);
        } else {
            throw new IllegalArgumentException("no JSON form for " + value);
        }
    }

    private static Object fromJson(Type type, Object json, String where) throws ProtocolException {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return json == null ? Optional.empty() : Optional.of(fromJson(element, json, where));
            }
            if (generic.getRawType() == List.class && json instanceof JsonArray array) {
                List<Object> list = new ArrayList<>(array.size());
                for (Object each : array) {
                    list.add(fromJson(element, each, where));
                }
                return list;
            }
        } else if (type instanceof Class<?> simple) {
            if ((simple == String.class && json instanceof String)
                    || (simple == boolean.class && json instanceof Boolean)) {
                return json;
            }
            if (simple == long.class && json instanceof Number number) {
                return whole(number, Long.MIN_VALUE, Long.MAX_VALUE, where);
            }
            if (simple == int.class && json instanceof Number number) {
                return (int) whole(number, Integer.MIN_VALUE, Integer.MAX_VALUE, where);
            }
            if (simple.isEnum() && json instanceof String name) {
                return constant(simple, name, where);
            }
            if (simple.isRecord() && json instanceof JsonObject object) {
                return read(simple, object);
            }
        }
        throw new ProtocolException(json == null ? where + " is missing" : where + " has an unexpected value");
    }

    /** The parser makes an Integer, Long, BigInteger or Double of a number, by its length. */
    private static long whole(Number number, long min, long max, String where) throws ProtocolException {
        boolean isLong =
                !(number instanceof Double) && !(number instanceof BigInteger big && big.bitLength() >= Long.SIZE);
        long value = number.longValue();
        if (!isLong || value < min || value > max) {
            throw new ProtocolException(where + " is not a whole number of its range");
        }
        return value;
    }

    private static Object constant(Class<?> type, String name, String where) throws ProtocolException {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new ProtocolException(where + " has an unknown value");
    }
}
