package io.livepatch.it.pairs;

/**
 * Where code stands.
 *
 * @param type that declares it
 * @param isStatic whether there is no object
 * @param argument the number that it may use, an expression
 * @param depth of lambdas and anonymous classes
 */
record Scope(Program program, Type type, boolean isStatic, String argument, int depth) {
    static Scope of(Program program, Type type, boolean isStatic) {
        return new Scope(program, type, isStatic, "a", 0);
    }

    Scope withArgument(String expression) {
        return new Scope(program, type, isStatic, expression, depth);
    }

    /** That of a function written here. */
    Scope inner() {
        return new Scope(program, type, isStatic, "x" + depth, depth + 1);
    }
}
