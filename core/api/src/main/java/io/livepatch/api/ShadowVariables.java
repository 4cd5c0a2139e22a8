package io.livepatch.api;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Values that a patch attaches to objects whose class it cannot give a field: shadow variables. A variable belongs to one object
 * and has an id.
 *
 * <pre>{@code
 * AtomicInteger tries = ShadowVariables.getOrAlloc(session, "CVE-2026-1234.tries", AtomicInteger.class, AtomicInteger::new);
 * }</pre>
 *
 * <p><b>Where.</b> Made for patches. {@code livepatch build} has the patched methods call the livepatch agent, which has one set of
 * variables for all patches, callbacks and probes in the JVM, and the application needs no livepatch class for that. An application that calls this class
 * itself has variables of its own, which patches do not see.
 *
 * <p><b>Ids</b> are known to the whole JVM. Begin them with the name of the patch or of its family, {@code CVE-2026-1234.tries}, so that
 * two patches have none in common by chance, and later versions of a patch find what earlier ones have made.
 *
 * <p><b>Objects</b> are told apart by identity. Their {@code equals} and {@code hashCode} are not called. Boxes such as
 * {@link Integer} and other value-based objects have no identity to rely on.
 *
 * <p><b>Lifetime.</b> Objects are held weakly. Once an object was collected, the next call of any method here lets go of its
 * variables, without a destructor. Disabling a patch frees nothing: use {@link #freeAll} in {@link PatchCallbacks#postUnpatch}.
 *
 * <p><b>A value that refers to its object</b>, directly or by way of others, keeps both alive until it is freed, or until the class of the object goes with its
 * loader: Java has no ephemerons. Have such a value hold the object in a {@link java.lang.ref.WeakReference}, or give it the object with
 * each call. A lambda or an inner class that uses {@code this} refers to it.
 *
 * <p><b>Values</b> are never null. Best is a class of the JDK: a class that the patch brings is another class in the next version of the patch.
 *
 * <p><b>Threads.</b> All methods are thread-safe. What a thread has done before it made a variable happens-before what others
 * do after they got it. No lock is held while a constructor or destructor runs, so they may call anything, these methods included; who asks for a
 * variable that is being made waits for that one alone. As with static initialisers, two constructors on two threads that ask for each other's variable wait for ever.
 *
 * @see <a href="https://docs.kernel.org/livepatch/shadow-vars.html">Shadow Variables</a>
 */
public final class ShadowVariables {
    private ShadowVariables() {}

    /**
     * Returns the value of a variable. Waits for nobody: a variable that is being made is not there yet.
     *
     * @return the value, null if there is none
     */
    public static Object get(Object object, String id) {
        check(object, id);
        ShadowCell cell = ShadowTable.of(object).find(object, id);
        return cell == null ? null : cell.value();
    }

    /**
     * Returns the value of a variable, as {@link #get(Object, String)} does.
     *
     * @throws ClassCastException if the value is of another type
     */
    public static <T> T get(Object object, String id, Class<T> type) {
        return cast(get(object, id), id, type);
    }

    /**
     * Returns the value of a variable, made by the constructor if there is none. The constructor runs once for each variable, whatever number of threads
     * ask at the same time. If it throws, its caller gets the exception, there is no variable, and whoever waited for it tries with a constructor of its own.
     *
     * @param constructor must not ask for the same variable of the same object
     * @return the value, never null
     * @throws IllegalStateException if the constructor of this variable asks for it
     * @throws NullPointerException if the constructor returns null; there is no variable then
     */
    public static Object getOrAlloc(Object object, String id, Supplier<?> constructor) {
        check(object, id, constructor);
        ShadowTable table = ShadowTable.of(object);
        while (true) {
            ShadowCell cell = table.find(object, id);
            if (cell == null) {
                cell = table.make(object, id, new ShadowCell(), constructor);
            }
            Object value = cell.await(object, id);
            if (value != null) {
                return value;
            }
            // its maker took it out, unless that failed as well
            table.remove(object, id, cell);
        }
    }

    /**
     * Returns the value of a variable, as {@link #getOrAlloc(Object, String, Supplier)} does.
     *
     * @throws ClassCastException if there is a value of another type
     */
    public static <T> T getOrAlloc(Object object, String id, Class<T> type, Supplier<? extends T> constructor) {
        Objects.requireNonNull(type, "the type");
        return cast(getOrAlloc(object, id, constructor), id, type);
    }

    /**
     * Makes a variable that is not there yet.
     *
     * @param constructor must not ask for the same variable of the same object
     * @return the value, never null
     * @throws IllegalStateException if the object has this variable, which stays as it is; or if the constructor of this variable asks for it
     * @throws NullPointerException if the constructor returns null; there is no variable then
     */
    public static <T> T alloc(Object object, String id, Supplier<T> constructor) {
        check(object, id, constructor);
        ShadowTable table = ShadowTable.of(object);
        while (true) {
            ShadowCell mine = new ShadowCell();
            ShadowCell cell = table.make(object, id, mine, constructor);
            Object value = cell.await(object, id);
            if (value != null && cell == mine) {
                @SuppressWarnings("unchecked") // it comes from this constructor
                T made = (T) value;
                return made;
            }
            if (value != null) {
                throw new IllegalStateException("the " + object.getClass().getName() + " has a shadow variable " + id
                        + " already: use getOrAlloc to get that one, or free it first");
            }
            table.remove(object, id, cell);
        }
    }

    /**
     * Frees a variable. Of several threads that free it at the same time one does.
     *
     * @param destructor gets the value, once nobody can get it any more; null for none. What it throws is thrown, and the variable is gone all the same
     * @return whether there was one; one that is being made does not count
     */
    public static boolean free(Object object, String id, Consumer<Object> destructor) {
        check(object, id);
        ShadowTable table = ShadowTable.of(object);
        ShadowCell cell = table.find(object, id);
        Object value = cell == null ? null : cell.value();
        if (value == null || !table.remove(object, id, cell)) {
            return false;
        }
        if (destructor != null) {
            destructor.accept(value);
        }
        return true;
    }

    /**
     * Frees the variables of this id of all objects. Those that are made meanwhile may stay: call it when no code is left that makes them.
     *
     * @param destructor gets each object and the value, as in {@link #free}; null for none. If it throws, the rest is freed all the same. The first exception is
     *     thrown then, with the others as suppressed ones
     * @return how many there were
     */
    public static int freeAll(String id, BiConsumer<Object, Object> destructor) {
        Objects.requireNonNull(id, "the id");
        Destruction destruction = new Destruction(destructor);
        for (ShadowTable each : ShadowTable.all()) {
            each.removeAll(id, destruction);
        }
        return destruction.finish();
    }

    private static void check(Object object, String id, Supplier<?> constructor) {
        check(object, id);
        Objects.requireNonNull(constructor, "the constructor");
    }

    private static void check(Object object, String id) {
        Objects.requireNonNull(object, "the object");
        Objects.requireNonNull(id, "the id");
    }

    private static <T> T cast(Object value, String id, Class<T> type) {
        if (value != null && !type.isInstance(value)) {
            throw new ClassCastException("the shadow variable " + id + " holds a "
                    + value.getClass().getName() + " and not a " + type.getName()
                    + ": give the variables of each patch an id of their own");
        }
        return type.cast(value);
    }
}
