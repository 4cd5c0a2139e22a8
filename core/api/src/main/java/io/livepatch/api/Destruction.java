package io.livepatch.api;

import java.util.function.BiConsumer;

/** Calls a destructor for many variables, whatever it throws. For one thread. */
final class Destruction implements BiConsumer<Object, Object> {
    private final BiConsumer<Object, Object> destructor;
    private int count;
    private Throwable first;

    /** @param destructor null for none */
    Destruction(BiConsumer<Object, Object> destructor) {
        this.destructor = destructor;
    }

    @Override
    public void accept(Object object, Object value) {
        count++;
        if (destructor == null) {
            return;
        }
        try {
            destructor.accept(object, value);
        } catch (Throwable e) {
            // languages without checked exceptions throw those too; all come out again in finish
            if (first == null) {
                first = e;
            } else if (first != e) {
                first.addSuppressed(e);
            }
        }
    }

    /** How many there were; throws what the destructor has thrown. */
    int finish() {
        if (first != null) {
            Destruction.<RuntimeException>rethrow(first);
        }
        return count;
    }

    @SuppressWarnings("unchecked") // to throw what the destructor threw, whether or not it was allowed to
    private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
