package io.livepatch.weave;

import io.livepatch.model.MethodId;
import java.util.List;

/** What the transformer did with one class. */
public sealed interface WeaveOutcome {
    /** Whether the bodies of the plan are in force. */
    default boolean isInForce() {
        return this instanceof Woven || this instanceof Altered;
    }

    /** The class has the bodies of the plan. */
    record Woven() implements WeaveOutcome {}

    /**
     * The class has the bodies of the plan, and another agent changed some of them after us.
     *
     * @param methods which
     */
    record Altered(List<MethodId> methods) implements WeaveOutcome {
        public Altered {
            methods = List.copyOf(methods);
        }
    }

    /** The plan leaves the class as it came. */
    record Untouched() implements WeaveOutcome {}

    /** The class has the newest bodies already. */
    record AlreadyNew() implements WeaveOutcome {}

    /**
     * The class is another version; it stays as it is.
     *
     * @param methods those that differ from what the patch was built against, or are missing
     */
    record OtherVersion(List<MethodId> methods) implements WeaveOutcome {
        public OtherVersion {
            methods = List.copyOf(methods);
        }
    }

    /** Weaving failed; the class stays as it is. The JVM discards a transformer's exceptions, so they are kept here. */
    record Failed(String reason) implements WeaveOutcome {
        /** Keeps what it says only: a throwable would hold on to the classes, and so the loaders, that it passed through. */
        static Failed because(Throwable cause) {
            return new Failed(cause.toString());
        }
    }
}
