package io.livepatch.it.pairs;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes bodies. A method has a level in its name and calls only lower ones, so that every program ends; constructors and what they call make no
 * objects for the same reason.
 */
final class RandomCode {
    private static final int DEEPEST = 2;
    private static final String[] OPERATORS = {"+", "-", "*", "^"};

    private final SplittableRandom random;
    private final Program program;

    RandomCode(SplittableRandom random, Program program) {
        this.random = random;
        this.program = program;
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    <T> T any(T[] of) {
        return any(List.of(of));
    }

    /** A class, or with luck an interface. */
    Type anyClass() {
        return any(classes());
    }

    List<Type> classes() {
        return program.types.values().stream().filter(type -> !type.isInterface).toList();
    }

    /** A body for a method of this level. */
    void body(Method method, int level) {
        method.statements.clear();
        for (int i = random.nextInt(3); i >= 0; i--) {
            method.statements.add(statement(level, level > 0));
        }
        method.result = expression(level, level > 0);
    }

    /** A statement that calls methods below a level. */
    Code statement(int below, boolean makes) {
        Code value = expression(below, makes);
        return switch (random.nextInt(8)) {
            case 0 -> Statements.when(value, simple(below, makes));
            case 1 -> Statements.loop(simple(below, makes));
            case 2 -> Statements.caught(value, simple(below, makes));
            case 3 -> Statements.locked(simple(below, makes));
            default -> simple(below, makes);
        };
    }

    private Code simple(int below, boolean makes) {
        Code value = expression(below, makes);
        return switch (random.nextInt(5)) {
            case 0 -> Statements.note(value);
            case 1 -> Statements.assign(makes ? fieldName() : fieldOfOld(), value);
            case 2 -> {
                Type type = anyClass();
                yield Statements.assignStatic(type.name, staticName(type), value);
            }
            default -> Statements.add(value);
        };
    }

    Code expression(int below, boolean makes) {
        return expression(below, makes, 0);
    }

    private Code expression(int below, boolean makes, int depth) {
        if (depth > DEEPEST) {
            return chance(50) ? Expressions.argument() : Expressions.literal(number(50));
        }
        Code left = expression(below, makes, depth + 1);
        int choice = random.nextInt(16);
        if (choice < 2) {
            return Expressions.binary(any(OPERATORS), left, expression(below, makes, depth + 1));
        }
        if (choice < 5) {
            return Expressions.field(fieldName());
        }
        if (choice < 7) {
            Type type = anyClass();
            return Expressions.staticField(type.name, staticName(type));
        }
        if (choice < 9) {
            return lambdas(below, makes, depth, left);
        }
        if (choice == 9) {
            return Expressions.choice(left, expression(below, makes, depth + 1), Expressions.argument());
        }
        return below == 0 ? left : calls(below, makes, left);
    }

    private Code lambdas(int below, boolean makes, int depth, Code argument) {
        Code body = expression(below, makes, depth + 1);
        return chance(60) ? Expressions.lambda(body, argument) : Expressions.anonymous(body, argument);
    }

    private Code calls(int below, boolean makes, Code argument) {
        Type type = anyClass();
        return switch (random.nextInt(makes ? 9 : 4)) {
            case 0 -> Expressions.superCall(methodName("m", below), argument);
            case 1 -> Expressions.reference(methodName("m", below), argument);
            case 2 ->
                Expressions.staticCall(any(List.copyOf(program.types.values())).name, methodName("s", below), argument);
            case 4, 5 -> {
                Type seen =
                        any(Stream.concat(type.chain(), type.allInterfaces()).toList());
                yield Expressions.callOfNew(
                        type.name, any(Constructor.Kind.values()), seen.name, methodName("md", below), argument);
            }
            case 6 -> Expressions.fieldOfNew(type.name, any(Constructor.Kind.values()), fieldName(), argument);
            case 7 -> Expressions.nested("N" + number(3), argument);
            default -> Expressions.call(methodName("m", below), argument);
        };
    }

    private String methodName(String prefixes, int below) {
        List<String> names = program.types.values().stream()
                .flatMap(type -> type.methods.stream())
                .map(method -> method.name)
                .filter(name -> prefixes.indexOf(name.charAt(0)) >= 0 && level(name) < below)
                .distinct()
                .toList();
        return names.isEmpty() ? "none" : any(names);
    }

    static int level(String method) {
        return method.charAt(1) - '0';
    }

    private String fieldName() {
        return anyField(field -> true);
    }

    /**
     * What a constructor may write. What one of the new version leaves in an added field, other than by setting it, nobody knows of an object
     * that was made before.
     */
    private String fieldOfOld() {
        return anyField(field -> Integer.parseInt(field.name.substring(1)) < RandomPair.ADDED);
    }

    private String anyField(Predicate<Field> which) {
        List<String> names = program.types.values().stream()
                .flatMap(type -> type.fields.stream())
                .filter(field -> !field.isStatic)
                .filter(which)
                .map(field -> field.name)
                .toList();
        return names.isEmpty() ? "none" : any(names);
    }

    private String staticName(Type type) {
        List<String> names = type.fields.stream()
                .filter(field -> field.isStatic)
                .map(field -> field.name)
                .toList();
        return names.isEmpty() ? "none" : any(names);
    }
}
