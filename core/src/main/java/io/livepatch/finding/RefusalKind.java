package io.livepatch.finding;

/** Differences that keep a bundle from being built. Scripts see the names. */
public enum RefusalKind {
    /** The fix calls a method that OLD does not have and that has no body. */
    ADDED_METHOD,
    /** The serial version of a class is another. */
    CONSTANT,
    /** A method gets a body or loses it. */
    METHOD_FLAGS,
    /** A class has other modifiers. */
    CLASS_FLAGS,
    /** The fix counts on another superclass or other interfaces of a class. */
    SUPERTYPE,
    /** A body needs what the class file version of the other side cannot hold: see the patch author's guide. */
    CLASS_VERSION,
    /** Objects that exist, or a class, would get a value for an added field that NEW never gives it. */
    FIELD_DEFAULT,
    /** A record has other components. */
    RECORD,
    /** A new class extends a sealed one that does not permit it. */
    PERMITTED_SUBCLASSES,
    /** Both bodies of a method do not fit into one, which may have 65,535 bytes (JVMS 4.7.3). */
    TOO_LARGE,
    /** A class of a multi-release JAR differs in its variant for certain Java releases. */
    MULTI_RELEASE,
    /** A class file that differs cannot be read, or holds another class than its name says. */
    BROKEN_CLASS,
    /** A JAR holds the same class twice. */
    DUPLICATE_CLASS,
    /** OLD and NEW have no class in common. */
    UNRELATED,
    /** The class belongs to the JDK, and patches of it were not allowed. */
    JDK_CLASS,
    /** Compilers of the JVM replace calls of the method by code of their own, so its body is not what runs. */
    INTRINSIC,
    /** A method that was to be a guard does not exist, or cannot be one. */
    GUARD,
    /** The class that was to be the probe does not exist, or is none. */
    PROBE,
    /** A class that was to be callbacks does not exist, or is none; or two of them declare the same state. */
    CALLBACKS,
    /** A method that was to be immediate does not change. */
    IMMEDIATE,
    /** A constructor can neither be inlined where it is called nor be made a static method. */
    CONSTRUCTOR,
    /** An added method would override an inherited one, which cannot be hooked. */
    OVERRIDE,
    /** The fix uses a class of livepatch that is for callbacks. */
    PATCH_API,
    /** The fix makes a field updater where the JVM would refuse it. */
    FIELD_UPDATER,
    /** Constants of an enum that cannot stand beside those that exist. */
    ENUM_CONSTANT,
    /** An added method that serialization looks for by name. */
    SERIALIZATION_HOOK,
    /** A rewritten body would not pass the verifier of the JVM. */
    INVALID_CODE,
    /** The bundle would exceed the limits of its format. */
    BUNDLE_LIMIT
}
