/**
 * The gate against the coordinator under jcstress, which runs two threads through a few lines millions of times. What the
 * coordinator does is written out here with the gate's own operations; a snapshot of a stack is a flag that the thread sets.
 * {@link io.livepatch.it.ProtocolStressIT} runs the tests.
 */
package io.livepatch.it.stress;
