package io.livepatch.reshape;

/** Where code of NEW will run. */
enum Place {
    /** In the class that it was written for, which the JVM has loaded in OLD's shape. */
    IN_PLACE,
    /** In the companion of that class, as a static method. */
    COMPANION,
    /** In a class that OLD does not have. */
    ADDED_CLASS
}
