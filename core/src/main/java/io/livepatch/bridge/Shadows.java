package io.livepatch.bridge;

import java.lang.invoke.MethodHandle;

/**
 * The added fields of all objects of one class. A holder is made when its object is first asked for one. Thread-safe; the
 * constructor of a holder runs without a lock, so it may call anything.
 */
final class Shadows {
    /** With each holder class, so that its holders go with it. */
    private static final ClassValue<ShadowMap> MAPS = new ClassValue<>() {
        @Override
        protected ShadowMap computeValue(Class<?> type) {
            return new ShadowMap();
        }
    };

    private final ShadowMap map;
    /** {@code (Object)Object}: makes the holder of an object. */
    private final MethodHandle maker;

    Shadows(Class<?> holderClass, MethodHandle maker) {
        map = MAPS.get(holderClass);
        this.maker = maker;
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
        Object holder = map.findSurely(object);
        return holder != null ? holder : map.putIfAbsent(object, (Object) maker.invokeExact(object));
    }

    static ShadowMap map(Class<?> holderClass) {
        return MAPS.get(holderClass);
    }
}
