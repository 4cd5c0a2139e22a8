package io.livepatch.patchcode;

import java.time.Duration;

/**
 * What the calls of one patch have in common at one time.
 *
 * @param patch its name
 * @param states those that it declares
 * @param previous those it may take over
 * @param timeout how long one call may take
 * @param journal is told of each
 */
record CallScope(String patch, StateBook states, PreviousStates previous, Duration timeout, CallbackJournal journal) {}
