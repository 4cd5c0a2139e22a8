/**
 * The code that a patch brings to speak for itself: in a loader of its own, within a time. Probes are one kind, callbacks the other;
 * {@link io.livepatch.patchcode.CallbackSet} knows when which of them is due, {@link io.livepatch.patchcode.CallbackThread} runs them one after the other.
 */
package io.livepatch.patchcode;
