package lib;

/** Constructors with code before the superclass's is called, calls of the superclass, nested types. */
class Heirs extends Kinds {
    final int own;
    final Inner inner;

    Heirs(int value, long wide) {
        super("heir" + (value > 10 ? "big" : "small") + VERSION + wide);
        own = value + VERSION;
        inner = new Inner(value);
    }

    Heirs(int value) {
        this(VERSION == 0 ? value : value * 2, 7L + VERSION);
        if (value < 0) {
            throw new IllegalArgumentException("negative" + VERSION);
        }
    }

    @Override
    int instance(int value) {
        return super.instance(value) * 10 + VERSION;
    }

    class Inner {
        private final int doubled;

        Inner(int value) {
            doubled = value * 2 + VERSION + Heirs.this.own;
        }

        private int secret() {
            return doubled + VERSION;
        }
    }

    int outerReadsInner() {
        return inner.secret() + inner.doubled + VERSION;
    }
}
