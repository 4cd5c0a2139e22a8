package io.livepatch.bridge;

import java.lang.invoke.MethodHandle;

/**
 * The added fields of all objects of one class. A holder is made when its object is first asked for one. Thread-safe; the
 * values of a holder are computed without a lock, so that may call anything. If it asks for what is being computed, it finds what has
 * been set so far, as code that a constructor calls does.
 */
final class Shadows {
    /** With each holder class, so that its holders go with it. */
    private static final ClassValue<ShadowMap> MAPS = new ClassValue<>() {
        @Override
        protected ShadowMap computeValue(Class<?> type) {
            return new ShadowMap();
        }
    };

    /** What this thread is making. Removed at the end: it refers to objects of the application. */
    private static final ThreadLocal<Making> MAKING = new ThreadLocal<>();

    private final ShadowMap map;
    /** {@code ()Object}: makes a holder. */
    private final MethodHandle maker;
    /** {@code (Object,Object)void}: gives a holder the values of an object that exists already. Null if it keeps the default ones. */
    private final MethodHandle initializer;

    private record Making(ShadowMap map, Object object, Object holder, Making outer) {
        static Object find(ShadowMap map, Object object) {
            Making each = MAKING.get();
            while (each != null && (each.map != map || each.object != object)) {
                each = each.outer;
            }
            return each == null ? null : each.holder;
        }
    }

    Shadows(Class<?> holderClass, MethodHandle maker, MethodHandle initializer) {
        map = MAPS.get(holderClass);
        this.maker = maker;
        this.initializer = initializer;
    }

    /**
     * The holder of an object. If several threads make one at the same time, the first to be published is that of all.
     *
     * @throws NullPointerException if there is no object, as an access to a field would
     */
    Object holder(Object object) throws Throwable {
        Object holder = map.find(object);
        return holder != null ? holder : make(object);
    }

    private Object make(Object object) throws Throwable {
        if (object == null) {
            throw new NullPointerException();
        }
        // What another thread has published before what this one is making: that will be given up, and a value set in
        // it lost.
        Object holder = map.findSurely(object);
        if (holder == null) {
            holder = Making.find(map, object);
        }
        if (holder == null) {
            Object made = (Object) maker.invokeExact();
            initialize(made, object);
            holder = map.putIfAbsent(object, made);
        }
        return holder;
    }

    private void initialize(Object holder, Object object) throws Throwable {
        if (initializer == null) {
            return;
        }
        Making outer = MAKING.get();
        MAKING.set(new Making(map, object, holder, outer));
        try {
            initializer.invokeExact(holder, object);
        } finally {
            if (outer == null) {
                MAKING.remove();
            } else {
                MAKING.set(outer);
            }
        }
    }

    static ShadowMap map(Class<?> holderClass) {
        return MAPS.get(holderClass);
    }
}
