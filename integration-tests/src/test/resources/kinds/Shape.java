package lib;

interface Shape {
    default String area() {
        return "area" + VERSION + side();
    }

    static String describe(Shape shape) {
        return "shape" + VERSION + shape.area();
    }

    private int side() {
        return 2 + VERSION;
    }

    enum Colour implements Shape {
        RED {
            @Override
            String mix() {
                return "red" + VERSION;
            }
        },
        BLUE;

        String mix() {
            return name() + ordinal() + VERSION;
        }
    }

    record Point(int x, int y) implements Shape {
        public Point {
            if (x < 0) {
                x = VERSION;
            }
        }

        int sum() {
            return x + y + VERSION;
        }

        @Override
        public String area() {
            return Shape.super.area() + x + VERSION;
        }
    }

    abstract class Base<T> {
        abstract T make(T seed);

        String twice(T seed) {
            return "" + make(make(seed)) + VERSION;
        }
    }

    final class Impl extends Base<Integer> {
        @Override
        Integer make(Integer seed) {
            return seed + 1 + VERSION;
        }
    }
}
