package io.livepatch.bridge;

import static java.lang.invoke.MethodType.methodType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.model.Bridge;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ShadowBridgesTest {
    private static final String MADE_OF_THING = "(Lp/Thing;)V";
    private static final int THREADS = 16;

    private final Loaded loaded = new Loaded();

    private MethodHandle link(Bridge kind, String holder, MethodType type, String descriptor) throws Exception {
        Object[] arguments = {kind.number(), "p/" + holder, descriptor};
        Object site = loaded.linker().apply(new Object[] {loaded.lookup("Access"), "init", type, arguments});
        return ((ConstantCallSite) site).getTarget();
    }

    private MethodHandle shadow() throws Exception {
        Class<?> holder = loaded.type("Holder");
        return link(Bridge.SHADOW, "Holder", methodType(holder, loaded.type("Thing")), MADE_OF_THING);
    }

    private MethodHandle copy() throws Exception {
        Class<?> thing = loaded.type("Thing");
        return link(Bridge.COPY_SHADOW, "Holder", methodType(void.class, thing, thing), MADE_OF_THING);
    }

    private Object count(Object holder) throws Exception {
        return holder.getClass().getField("count").get(holder);
    }

    @Test
    void shadow_firstUse_makesAHolderOfTheObject() throws Throwable {
        Object thing = loaded.thing(1);
        Object holder = shadow().invoke(thing);

        assertThat(holder).isInstanceOf(loaded.type("Holder"));
        assertThat(holder.getClass().getField("of").get(holder)).isEqualTo("T1");
        assertThat(shadow().invoke(thing)).as("by another call site").isSameAs(holder);
        assertThat(shadow().invoke(loaded.thing(1))).as("of another object").isNotSameAs(holder);
    }

    @Test
    void shadow_null_isANullPointerException() throws Throwable {
        MethodHandle shadow = shadow();

        assertThatThrownBy(() -> shadow.invoke((Object) null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void shadow_askedForWhileItsValuesAreComputed_hasThoseSetSoFar() throws Throwable {
        MethodHandle shadow = shadow();
        Object thing = loaded.thing(1);
        Object other = loaded.thing(2);
        List<Object> asked = new ArrayList<>();
        loaded.type("Holder").getField("again").set(null, (Function<Object, Object>) each -> {
            Object found = holders(shadow, List.of(each)).get(0);
            asked.add(found);
            // and of another object, whose values ask for themselves as well as for this one's
            return each == thing && asked.size() == 1
                    ? holders(shadow, List.of(other, each)).get(1)
                    : found;
        });

        Object holder = shadow.invoke(thing);

        assertThat(holder.getClass().getField("found").get(holder)).isEqualTo(3);
        assertThat(asked).containsExactly(holder, shadow.invoke(other));
        assertThat(loaded.type("Holder").getField("made").get(null)).isEqualTo(2);
    }

    @Test
    void shadow_askedForByAnotherThreadMeanwhile_makesOneForItselfAndTheFirstIsThatOfBoth() throws Throwable {
        MethodHandle shadow = shadow();
        Object thing = loaded.thing(1);
        AtomicInteger calls = new AtomicInteger();
        List<Object> others = new ArrayList<>();
        loaded.type("Holder").getField("again").set(null, (Function<Object, Object>) each -> {
            if (calls.incrementAndGet() == 1) {
                others.add(CompletableFuture.supplyAsync(
                                () -> holders(shadow, List.of(each)).get(0))
                        .join());
            }
            return holders(shadow, List.of(each)).get(0);
        });

        assertThat(shadow.invoke(thing)).isSameAs(others.get(0));
        assertThat(count(others.get(0))).isEqualTo(3);
    }

    @Test
    void shadow_initializerThatThrows_leavesNothing() throws Throwable {
        MethodHandle shadow =
                link(Bridge.SHADOW, "Failing", methodType(loaded.type("Failing"), loaded.type("Thing")), MADE_OF_THING);
        Object thing = loaded.thing(1);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> shadow.invoke(thing))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no holder");
        }
        assertThat(Shadows.map(loaded.type("Failing")).size()).isZero();
    }

    @Test
    void shadow_manyThreads_getOneHolderForEachObject() throws Throwable {
        MethodHandle shadow = shadow();
        List<Object> things = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            things.add(loaded.thing(i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            Callable<List<Object>> work = () -> {
                start.await();
                return holders(shadow, things);
            };
            Set<List<Object>> seen = new HashSet<>();
            for (Future<List<Object>> each : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                seen.add(each.get());
            }
            assertThat(seen).as("different views of the holders").hasSize(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(new HashSet<>(holders(shadow, things))).hasSameSizeAs(things);
        assertThat(Shadows.map(loaded.type("Holder")).size()).isEqualTo(things.size());
    }

    private static List<Object> holders(MethodHandle shadow, List<Object> things) {
        List<Object> holders = new ArrayList<>();
        for (Object each : things) {
            try {
                holders.add(shadow.invoke(each));
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
        return holders;
    }

    @Test
    void copy_holderOfTheOriginal_isCopiedWithoutItsInitializer() throws Throwable {
        Object original = loaded.thing(1);
        Object holder = shadow().invoke(original);
        holder.getClass().getField("count").set(holder, 7);
        holder.getClass().getField("big").set(holder, 1L << 40);
        Object clone = original.getClass().getMethod("copy").invoke(original);

        copy().invoke(original, clone);
        Object copied = shadow().invoke(clone);

        assertThat(copied).isNotSameAs(holder);
        assertThat(count(copied)).isEqualTo(7);
        assertThat(copied.getClass().getField("big").get(copied)).isEqualTo(1L << 40);
        assertThat(copied.getClass().getField("of").get(copied)).isEqualTo("T1");
        assertThat(loaded.type("Holder").getField("made").get(null)).isEqualTo(1);
        holder.getClass().getField("count").set(holder, 8);
        assertThat(count(copied)).as("not shared").isEqualTo(7);
    }

    @Test
    void copy_originalWithoutHolder_makesNone() throws Throwable {
        copy().invoke(loaded.thing(1), loaded.thing(1));

        assertThat(Shadows.map(loaded.type("Holder")).size()).isZero();
    }

    @Test
    void copy_cloneThatHasAHolder_getsTheValues() throws Throwable {
        Object original = loaded.thing(1);
        Object clone = loaded.thing(1);
        Object holder = shadow().invoke(original);
        holder.getClass().getField("count").set(holder, 7);
        Object before = shadow().invoke(clone);

        copy().invoke(original, clone);

        assertThat(shadow().invoke(clone)).isSameAs(before);
        assertThat(count(before)).isEqualTo(7);
    }
}
