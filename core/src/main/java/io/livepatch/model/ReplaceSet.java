package io.livepatch.model;

import java.util.regex.Pattern;

/**
 * The set that a patch belongs to. A cumulative patch takes the place of the enabled patches of its set, and of no others: the
 * kernel's atomic replace takes everything, also an unrelated hot fix (Documentation/livepatch/cumulative-patches.rst).
 *
 * @param name empty for a patch that belongs to no set
 * @param replaces whether enabling the patch takes the enabled patches of the set out of force, in the same transition
 */
public record ReplaceSet(String name, boolean replaces) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{0,200}");

    /** Belongs to no set and replaces nothing. */
    public static final ReplaceSet NONE = new ReplaceSet("", false);

    public ReplaceSet {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a replace set has a name of 1 to 200 letters, digits, dots, underscores or hyphens, unlike: "
                            + name);
        }
        if (replaces && name.isEmpty()) {
            throw new IllegalArgumentException("a patch that replaces must name the set that it replaces");
        }
    }

    /**
     * From what an operator says, by names that may be null.
     *
     * @param replaced the set whose patches it takes the place of
     * @param joined the set that it belongs to without replacing anything
     * @throws IllegalArgumentException if these are two sets, or a name is none of a set
     */
    public static ReplaceSet of(String replaced, String joined) {
        if (replaced != null && joined != null && !replaced.equals(joined)) {
            throw new IllegalArgumentException("a patch belongs to one set, not to one that it replaces (" + replaced
                    + ") and to another (" + joined + ")");
        }
        if (replaced == null && joined == null) {
            return NONE;
        }
        String name = replaced == null ? joined : replaced;
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of the set is empty");
        }
        return new ReplaceSet(name, replaced != null);
    }

    /** Whether enabling the patch of this set takes a patch of another set, or none, out of force. */
    public boolean takesOver(ReplaceSet other) {
        return replaces && name.equals(other.name);
    }
}
