package io.livepatch.it.pairs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Two versions of a program, which follow from the seed.
 *
 * @param name of their package
 * @param edits that lead from the old one to the new one
 * @param sharesAddedState whether an added static field changes while the program runs
 * @param parents of the old classes that have one in the program
 */
record RandomPair(
        long seed,
        String name,
        String oldSource,
        String newSource,
        List<Edit> edits,
        boolean sharesAddedState,
        Map<String, String> parents) {
    private static final int MOST_EDITS = 5;
    /** Numbers in names of added members begin here. */
    static final int ADDED = 1_000;

    static RandomPair of(long seed) {
        String name = "p" + Long.toUnsignedString(seed, 36);
        Program old = new Program(name);
        Program changed = new Program(name);
        for (Program program : List.of(old, changed)) {
            RandomCode code = new RandomCode(new SplittableRandom(seed), program);
            RandomProgram.fill(program, new RandomMembers(program, code, 0));
        }
        List<Edit> edits = edit(changed, new SplittableRandom(~seed));
        return new RandomPair(
                seed,
                name,
                new Source(old, changed, old).text(),
                new Source(changed, old, old).text(),
                List.copyOf(edits),
                addsState(old, changed),
                old.types.values().stream()
                        .filter(type -> type.parent != null)
                        .collect(Collectors.toUnmodifiableMap(type -> type.name, type -> type.parent.name)));
    }

    /** A class of the old version and those that inherit from it. */
    List<String> below(String type) {
        List<String> below = new ArrayList<>(List.of(type));
        for (int i = 0; i < below.size(); i++) {
            String above = below.get(i);
            parents.forEach((name, parent) -> {
                if (parent.equals(above)) {
                    below.add(name);
                }
            });
        }
        return below;
    }

    private static boolean addsState(Program old, Program changed) {
        List<String> before = changing(old);
        return !before.containsAll(changing(changed));
    }

    private static List<String> changing(Program program) {
        return program.types.values().stream()
                .flatMap(type -> type.fields.stream())
                .filter(field -> field.isStatic && !field.isFinal)
                .map(field -> field.name)
                .toList();
    }

    private static List<Edit> edit(Program program, SplittableRandom random) {
        RandomCode code = new RandomCode(random, program);
        RandomMembers members = new RandomMembers(program, code, ADDED);
        List<Edit> done = new ArrayList<>();
        for (int wanted = 1 + random.nextInt(MOST_EDITS); done.size() < wanted; ) {
            Edit edit = code.any(Edit.values());
            if (edit.apply(program, code.anyClass(), members)) {
                done.add(edit);
            }
        }
        return done;
    }
}
