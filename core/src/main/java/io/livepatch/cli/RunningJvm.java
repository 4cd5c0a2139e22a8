package io.livepatch.cli;

/**
 * A JVM on this machine as it looks from outside.
 *
 * @param mainClass main class, or path of the JAR it was started with; {@link #UNKNOWN} if it does not tell
 * @param version of its JDK, or {@link #UNKNOWN}
 */
record RunningJvm(long pid, String mainClass, String version) {
    static final String UNKNOWN = "-";

    /** What an operator may name it by: the main class, or the JAR's file name without its directory. */
    String shortName() {
        return mainClass.endsWith(".jar") ? mainClass.substring(mainClass.lastIndexOf('/') + 1) : mainClass;
    }

    @Override
    public String toString() {
        return mainClass.equals(UNKNOWN) ? "JVM " + pid : "JVM " + pid + " (" + shortName() + ")";
    }
}
