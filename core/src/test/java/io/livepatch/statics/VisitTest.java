package io.livepatch.statics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.livepatch.testing.Sources;
import java.lang.invoke.MethodHandles;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class VisitTest {
    private final List<String> history = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final StaticChanges statics = new StaticChanges(history::add, name -> null, new ThisJvm());

    /** Looks for trouble if any method of it is called. */
    static class Thing {
        int value;
        boolean isBad;
        Object next;

        Thing(Object next) {
            this.next = next;
        }

        @Override
        public boolean equals(Object other) {
            throw new AssertionError("equals was called");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode was called");
        }

        @Override
        public String toString() {
            throw new AssertionError("toString was called");
        }
    }

    static final class SpecialThing extends Thing {
        Object more;

        SpecialThing(Object next, Object more) {
            super(next);
            this.more = more;
        }
    }

    record Pair(Object one, Object other) {}

    static final class WeakEntry extends WeakReference<Object> {
        final Object value;

        WeakEntry(Object key, Object value) {
            super(key);
            this.value = value;
        }
    }

    static final class Statics {
        private static final Object FIRST = new Thing(null);
        static Object second = new Object[][] {{new Thing(null)}, null};
    }

    private List<Thing> visit(Object... roots) {
        List<Thing> found = new ArrayList<>();
        assertThat(statics.visit(Thing.class, found::add, roots)).isEqualTo(found.size());
        return found;
    }

    private static boolean isSame(List<Thing> found, Thing... expected) {
        Set<Object> same = Collections.newSetFromMap(new IdentityHashMap<>());
        same.addAll(found);
        return found.size() == expected.length && same.size() == expected.length && same.containsAll(List.of(expected));
    }

    @Test
    void visit_aGraphWithCyclesAndSharedObjects_findsEachOnce() {
        Thing one = new Thing(null);
        Thing inherited = new Thing(null);
        Thing special = new SpecialThing(inherited, one);
        one.next = special;

        assertThat(isSame(visit(one, one, null, special), one, special, inherited))
                .isTrue();
    }

    @Test
    void visit_thingsInCollectionsRecordsAndArrays_findsThemThere() {
        Thing inMap = new Thing(null);
        Thing inRecord = new Thing(null);
        Thing inArray = new Thing(null);
        Map<Object, Object> map = new HashMap<>();
        map.put("key", new ArrayDeque<>(List.of(inMap)));

        assertThat(isSame(visit(map, new Pair(inRecord, new Thing[][] {{inArray}, {}})), inMap, inRecord, inArray))
                .isTrue();
    }

    @Test
    void visit_whatALambdaHasCaptured_isFound() {
        Thing captured = new Thing(null);
        Supplier<Object> lambda = () -> captured;

        assertThat(lambda.getClass().isHidden()).isTrue();
        assertThat(isSame(visit(lambda), captured)).isTrue();
    }

    @Test
    void visit_aClassAsRoot_standsForItsStaticFields() {
        assertThat(visit(Statics.class)).as("before it is initialized").isEmpty();
        assertThat(Statics.FIRST).isNotNull();
        assertThat(visit(Statics.class)).hasSize(2);
        assertThat(visit((Object) new Object[] {Statics.class})).isEmpty();
    }

    @Test
    void visit_referencesThatAreNotStrong_areNotFollowed() {
        Thing weak = new Thing(null);
        Thing strong = new Thing(null);
        Object[] roots = {
            new WeakReference<>(weak),
            new SoftReference<>(weak),
            new PhantomReference<>(weak, new ReferenceQueue<>()),
            new WeakEntry(weak, strong)
        };

        assertThat(isSame(visit(roots), strong)).isTrue();
    }

    @Test
    void visit_aMillionNodesInARow_doesNotOverflowTheStack() {
        Object last = null;
        for (int i = 0; i < 1_000_000; i++) {
            last = new Thing(last);
        }
        int[] sum = new int[1];

        assertThat(statics.visit(Thing.class, each -> sum[0]++, last)).isEqualTo(1_000_000);
        assertThat(sum[0]).isEqualTo(1_000_000);
    }

    @Test
    void find_moreObjectsThanTheLimit_isRefused() {
        Object root = new Object[] {new Object(), new Object(), new Object()};
        assertThatThrownBy(() -> new ReachableObjects(new JdkUnsafe(), 3).find(Object.class, root))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("more than 3 objects can be reached, too many to look at; begin closer to the ones that are"
                        + " meant");
    }

    @Test
    void visit_onAnInterruptedThread_ends() {
        Object[] many = new Object[100_000];
        Arrays.setAll(many, i -> new Thing(null));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> visit((Object) many))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void visit_aClassWithAFieldOfAMissingType_isFollowedNoFurtherAndTold() throws Exception {
        Map<String, byte[]> classFiles = new HashMap<>(Sources.compile(
                17,
                "package lib; public class Gone {}",
                "package lib; public class Partly { Object known = new int[0]; Gone gone; }"));
        classFiles.remove("lib/Gone");
        Object partly = ThisJvm.load(classFiles)
                .loadClass("lib.Partly")
                .getConstructor()
                .newInstance();

        assertThat(statics.visit(int[].class, each -> {}, partly)).isZero();
        assertThat(history)
                .contains("references of these classes were not followed, since a type of a field cannot be loaded:"
                        + " lib.Partly");
    }

    @Test
    void visit_aVisitorThatThrows_letsItThrough() {
        Thing root = new Thing(new Thing(null));
        assertThatThrownBy(() -> statics.visit(
                        Thing.class,
                        each -> {
                            throw new IllegalStateException("as written");
                        },
                        root))
                .hasMessage("as written");
    }

    @Test
    void undo_ofAVisitThatBrokeOff_callsTheOtherVisitorWithThoseThatWereVisited() {
        Thing third = new Thing(null);
        third.isBad = true;
        Thing second = new Thing(third);
        Thing first = new Thing(second);
        assertThatThrownBy(() -> statics.visitAndUndo(
                        Thing.class,
                        each -> {
                            if (each.isBad) {
                                throw new IllegalStateException("as written");
                            }
                            each.value++;
                        },
                        each -> each.value--,
                        first))
                .hasMessage("as written");
        assertThat(first.value + second.value).isEqualTo(2);

        TakingBack.all(statics, problems::add);

        assertThat(first.value).isZero();
        assertThat(second.value).isZero();
        assertThat(third.value).isZero();
        assertThat(problems).isEmpty();
    }

    @Test
    void undo_ofSomeThatFail_goesOnAndSaysSo() {
        Thing second = new Thing(null);
        Thing first = new Thing(second);
        first.isBad = true;
        statics.visitAndUndo(
                Thing.class,
                each -> each.value = 1,
                each -> {
                    if (each.isBad) {
                        throw new IllegalStateException("as written");
                    }
                    each.value = 0;
                },
                first);

        TakingBack.all(statics, problems::add);

        assertThat(second.value).isZero();
        assertThat(problems)
                .containsExactly("changes of 1 of 2 objects of the type " + Thing.class.getName()
                        + " could not be taken back, since the visitor of the patch failed:"
                        + " java.lang.IllegalStateException: as written");
    }

    @Test
    void visitAndUndo_visitedObjects_areFreeToGo() {
        WeakReference<Thing> visited = visitOne();
        await("the object is collected").until(() -> {
            System.gc();
            return visited.get() == null;
        });

        TakingBack.all(statics, problems::add);

        assertThat(problems).isEmpty();
    }

    private WeakReference<Thing> visitOne() {
        Thing thing = new Thing(null);
        statics.visitAndUndo(
                Thing.class,
                each -> each.value = 1,
                each -> {
                    throw new AssertionError("nothing is alive");
                },
                thing);
        return new WeakReference<>(thing);
    }

    @Test
    void undo_whileAVisitorIsStillAtWork_takesBackWhatItDoesLate() {
        Thing second = new Thing(null);
        Thing first = new Thing(second);

        assertThatThrownBy(() -> statics.visitAndUndo(
                        Thing.class,
                        each -> {
                            TakingBack.all(statics, problems::add);
                            each.value = 1;
                        },
                        each -> each.value = 0,
                        first))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("taken back already");
        assertThat(first.value).isZero();
        assertThat(second.value).isZero();
    }

    @Test
    void visit_aHiddenClass_itsFieldsAreRead() throws Exception {
        Thing thing = new Thing(null);
        try (var classFile = VisitTest.class.getResourceAsStream("VisitTest$Hidden.class")) {
            Class<?> hidden = MethodHandles.lookup()
                    .defineHiddenClass(classFile.readAllBytes(), true)
                    .lookupClass();
            Object object = hidden.getDeclaredConstructor(Object.class).newInstance(thing);
            assertThat(isSame(visit(object), thing)).isTrue();
        }
    }

    /** What is defined as a hidden class. */
    static final class Hidden {
        final Object field;

        Hidden(Object field) {
            this.field = field;
        }
    }
}
