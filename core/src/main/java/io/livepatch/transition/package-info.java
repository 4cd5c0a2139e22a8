/**
 * Moving threads from one side to the other: who is alive, what is on their stacks, when the last one has moved. Knows
 * nothing of bytecode; what has to be woven at which step is asked of {@link io.livepatch.transition.TransitionSteps}.
 */
package io.livepatch.transition;
