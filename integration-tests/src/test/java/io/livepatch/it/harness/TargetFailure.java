package io.livepatch.it.harness;

/** What a request threw inside the target, as text. */
public final class TargetFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    TargetFailure(String text) {
        super(text);
    }
}
