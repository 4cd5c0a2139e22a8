package io.livepatch.it.pairs;

/**
 * A piece of a program, which names members rather than refers to them: where a version has no such member, or not for the code that asks,
 * its text does without. So each edit of a program leaves one that compiles.
 */
@FunctionalInterface
interface Code {
    String in(Scope scope);
}
