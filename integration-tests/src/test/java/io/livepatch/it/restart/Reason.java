package io.livepatch.it.restart;

/** Why a test ends otherwise in a patched JVM. */
enum Reason {
    /** It is compiled against a class or member that the new release added, which nothing outside of the library can link with. */
    ADDED_API,
    /** It reads a static field to which the patch gives another value for the library's own code, as {@code apply} said. */
    OUTSIDE_READER,
    /** None that is known: the patch does not do what a restart does. */
    UNEXPLAINED
}
