package io.livepatch.bytecode;

/** How a fingerprint sees a body's references to the lambda bodies that the compiler put into methods of the same class. */
public enum LambdaReferences {
    /** By what the lambda body does, lambdas within it included: the number in its name does not count, its content does. */
    BY_CONTENT,
    /** By the lambda body's name, number included: what the body says literally. */
    BY_NAME,
    /** By the enclosing method only: neither number nor content counts. */
    BY_ENCLOSING_METHOD
}
