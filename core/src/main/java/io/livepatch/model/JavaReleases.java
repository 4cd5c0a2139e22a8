package io.livepatch.model;

/**
 * The feature releases of Java for which a patch is meant: on others a JVM takes other class files from the same multi-release JAR.
 *
 * @param from the first of them
 * @param before the first that is none of them any more, {@link #UNBOUNDED} if there is none
 */
public record JavaReleases(int from, int before) {
    /** The first release that livepatch runs on. */
    public static final int OLDEST = 17;

    /** No upper bound. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** Every release. */
    public static final JavaReleases ALL = new JavaReleases(0, UNBOUNDED);

    public JavaReleases {
        if (from < 0 || before <= from) {
            throw new IllegalArgumentException("no range of Java releases: from " + from + ", before " + before);
        }
    }

    /** Whether a patch may be applied to a JVM of this feature release. */
    public boolean contains(int release) {
        return from <= release && release < before;
    }

    /** Those that are in both ranges, of which one at least is. */
    public JavaReleases and(JavaReleases other) {
        return new JavaReleases(Math.max(from, other.from), Math.min(before, other.before));
    }

    @Override
    public String toString() {
        if (before == UNBOUNDED) {
            return from == 0 ? "every Java release" : "Java " + from + " and later";
        }
        return from == 0 ? "Java before " + before : "Java " + from + " to " + (before - 1);
    }
}
