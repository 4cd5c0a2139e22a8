package lib;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Methods of every kind whose bodies differ between the versions, in structure too: constant conditions are compiled away. */
class Kinds {
    private long state;
    private final String name;

    Kinds() {
        this("default" + VERSION);
    }

    Kinds(String name) {
        this.name = name + (VERSION == 0 ? "-old" : "-new".trim());
        state = VERSION;
    }

    int instance(int value) {
        return value + (int) state + VERSION;
    }

    static String statics(String text, int... more) {
        return text + VERSION + more.length;
    }

    private String hidden(Object any) {
        return name + any + VERSION;
    }

    String callsHidden() {
        return hidden('x');
    }

    synchronized long locked(long delta) {
        state += VERSION == 0 ? delta : 2 * delta;
        return state;
    }

    static synchronized String staticLocked() {
        return "locked" + VERSION + Thread.holdsLock(Kinds.class);
    }

    String block(Object lock) {
        synchronized (lock) {
            return Thread.holdsLock(lock) + "" + VERSION;
        }
    }

    static int recursive(int n) {
        return n == 0 ? VERSION : recursive(n - 1) + (VERSION == 0 ? 1 : 2);
    }

    static long wide(long a, double b, int c, double d, long e) {
        double sum = a * 2 + b;
        if (VERSION == 1) {
            long other = e - c;
            sum += other * d;
        }
        return (long) sum + e;
    }

    static float narrow(boolean a, byte b, char c, short d, float e) {
        return a ? b + c + VERSION : d - e + VERSION;
    }

    static int loopFirst(int n) {
        do {
            n -= 2 + VERSION;
        } while (n > 0);
        return n;
    }

    static int loopAtOffsetZero() {
        while (true) {
            if (Probe.tick() > 3 + VERSION) {
                return Probe.ticks();
            }
        }
    }

    static String caught(int how) {
        String text = "";
        try {
            text += thrown(how);
        } catch (IllegalStateException e) {
            text += e.getMessage() + VERSION;
        } catch (IllegalArgumentException | ArithmeticException e) {
            text += e.getClass().getSimpleName() + VERSION;
        } finally {
            text += VERSION == 0 ? "finally" : "and-finally";
        }
        return text;
    }

    private static int thrown(int how) {
        switch (how) {
            case 0:
                return VERSION;
            case 1:
                throw new IllegalStateException("state" + VERSION);
            case 1000:
                throw new IllegalArgumentException();
            default:
                return how / VERSION;
        }
    }

    static String switches(String text) {
        switch (text) {
            case "a":
                return "A" + VERSION;
            case "b":
                return VERSION == 0 ? "B" : text.repeat(3);
            default:
                return "?" + VERSION;
        }
    }

    static int arrays(int size) {
        int[][] table = new int[size][2 + VERSION];
        Object[] objects = {table, "x", VERSION};
        return table[size - 1].length * 100 + objects.length * 10 + (Integer) objects[2];
    }

    static <T extends Comparable<T>> T generic(List<? extends T> values) {
        T best = null;
        for (T value : values) {
            if (best == null || (VERSION == 0 ? value.compareTo(best) > 0 : value.compareTo(best) < 0)) {
                best = value;
            }
        }
        return best;
    }

    static String lambdas(String captured) {
        Supplier<String> first = () -> captured + VERSION;
        Supplier<String> second = () -> VERSION + first.get();
        return second.get();
    }

    static String anonymous(String captured) {
        return new Object() {
            @Override
            public String toString() {
                return captured + "-anonymous" + VERSION;
            }
        }.toString();
    }

    static List<Object> locals(boolean flag) {
        List<Object> seen = new ArrayList<>();
        if (VERSION == 0) {
            for (int i = 0; i < 2; i++) {
                String local = "i" + i;
                seen.add(local);
            }
        } else {
            double local = 1.5;
            long other = flag ? 2 : 3;
            Object third = flag ? seen : "third";
            seen.add(local + other + (third == seen ? 1 : 0));
        }
        return seen;
    }

    @Override
    public String toString() {
        return name + state + VERSION;
    }
}
