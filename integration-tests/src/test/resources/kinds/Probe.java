package lib;

import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;

/** Never patched: calls everything and tells what came of it, the same each time. */
public final class Probe {
    private static int ticks;

    private Probe() {}

    static int tick() {
        return ++ticks;
    }

    static int ticks() {
        int result = ticks;
        ticks = 0;
        return result;
    }

    public static String all() {
        StringJoiner seen = new StringJoiner("\n");
        Kinds kinds = new Kinds();
        Heirs heirs = new Heirs(4);
        add(seen, "constructors", () -> kinds + " " + new Kinds("named") + " " + heirs + heirs.own);
        add(seen, "constructor that throws", () -> new Heirs(-1));
        add(seen, "constructor, other branch", () -> new Heirs(11, 5L));
        add(seen, "instance", () -> kinds.instance(5) + " " + heirs.instance(5));
        add(seen, "static, varargs", () -> Kinds.statics("s", 1, 2));
        add(seen, "private", kinds::callsHidden);
        add(seen, "synchronized", () -> kinds.locked(3) + " " + kinds.locked(4) + Thread.holdsLock(kinds));
        add(seen, "static synchronized", () -> Kinds.staticLocked() + Thread.holdsLock(Kinds.class));
        add(seen, "synchronized block", () -> kinds.block(seen) + Thread.holdsLock(seen));
        add(seen, "recursion", () -> Kinds.recursive(50));
        add(seen, "wide parameters", () -> Kinds.wide(1L << 40, 2.5, 3, 4.5, 5L));
        add(seen, "narrow parameters", () -> Kinds.narrow(true, (byte) -1, 'c', (short) 2, 1.5f)
                + " " + Kinds.narrow(false, (byte) -1, 'c', (short) 2, 1.5f));
        add(seen, "loop first", () -> Kinds.loopFirst(13));
        add(seen, "loop at offset 0", Kinds::loopAtOffsetZero);
        add(seen, "exceptions", () -> Kinds.caught(0) + Kinds.caught(1) + Kinds.caught(1000) + Kinds.caught(6));
        add(seen, "switches", () -> Kinds.switches("a") + Kinds.switches("b") + Kinds.switches("c"));
        add(seen, "arrays", () -> Kinds.arrays(3));
        add(seen, "generic", () -> Kinds.generic(List.of(3, 1, 2)));
        add(seen, "lambdas", () -> Kinds.lambdas("c"));
        add(seen, "anonymous", () -> Kinds.anonymous("c"));
        add(seen, "locals", () -> Kinds.locals(true) + "" + Kinds.locals(false));
        add(seen, "inner", heirs::outerReadsInner);
        Shape shape = new Shape.Point(-1, 3);
        add(seen, "default method", () -> Shape.Colour.BLUE.area() + shape.area());
        add(seen, "static interface method", () -> Shape.describe(shape));
        add(seen, "enum", () -> Shape.Colour.RED.mix() + Shape.Colour.BLUE.mix());
        add(seen, "record", () -> shape + "" + ((Shape.Point) shape).sum());
        add(seen, "bridge", () -> new Shape.Impl().twice(1));
        return seen.toString();
    }

    private static void add(StringJoiner seen, String what, Callable<?> call) {
        try {
            seen.add(what + ": " + call.call());
        } catch (Exception e) {
            seen.add(what + ": threw " + e);
        }
    }
}
