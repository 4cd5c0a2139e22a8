package io.livepatch.samples.service;

/** Which of the two releases of the voter's code decides. */
public enum Rule {
    /** Who has no credentials is let in. */
    VULNERABLE,
    /** Who has no credentials is not. */
    FIXED
}
