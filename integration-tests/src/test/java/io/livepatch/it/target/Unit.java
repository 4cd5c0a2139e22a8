package io.livepatch.it.target;

/** Something that makes one outermost call of a method that may be patched each time it is run. */
public interface Unit {
    void run(Report report);
}
