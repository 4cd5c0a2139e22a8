package io.livepatch.finding;

/** Differences that the bundle leaves out, and what else the operator should know. Scripts see the names. */
public enum WarningKind {
    /** OLD has a method that NEW does not have; it stays. */
    REMOVED_METHOD,
    /** OLD has a field that NEW does not have; it stays. */
    REMOVED_FIELD,
    /** OLD has a class that NEW does not have; it stays. */
    REMOVED_CLASS,
    /** A private constant has another value; its readers get it, reflection does not. */
    CONSTANT,
    /** Annotations that can be seen at run time differ; they stay as they are. */
    ANNOTATIONS,
    /** A resource differs; it stays as it is. */
    RESOURCE,
    /** The module descriptor differs; it stays as it is. */
    MODULE,
    /** A class has a variant for certain Java releases, which the bundle does not change. */
    MULTI_RELEASE,
    /** Objects that exist already get the default value for an added field. */
    FIELD_DEFAULT,
    /** An object in a static field was made by a constructor that changes. */
    MADE_BEFORE,
    /** An enum gets constants that sets, maps and switch tables made before do not know. */
    ENUM_CONSTANT,
    /** Clones of objects do not get the values of their added fields. */
    CLONE,
    /** A static field that old and new code share would get another value. */
    STATIC_STATE,
    /** A method is no longer synchronized in NEW; it goes on taking the lock. */
    SYNCHRONIZED,
    /** A field is transient in one of both only. */
    TRANSIENT,
    /** NEW writes objects with other fields, or another version of the class, than the running JVM. */
    SERIAL_FORM,
    /** NEW has other supertypes; what the bundle brings does without. */
    SUPERTYPE,
    /** A class may inherit, from outside the library, what comes before an added default method. */
    OVERRIDE,
    /** Both bodies together are too large to be compiled while a transition runs, or may turn out not to fit. */
    LARGE_METHOD,
    /** The new body has assertions, which are never checked. */
    ASSERTIONS,
    /** An unchanged method calls several changed ones and could see some old and some new. */
    GUARD_CANDIDATE,
    /** A method that was to be a guard changes itself, which makes it more than one. */
    GUARD_CHANGES,
    /** By their own account, OLD is newer than NEW. */
    SWAPPED,
    /** By their own account, OLD and NEW are different artifacts. */
    OTHER_ARTIFACT
}
