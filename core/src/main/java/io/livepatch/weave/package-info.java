/**
 * Bytecode only: stubs with two bodies, plain bodies, the one transformer that puts them in, the dispatcher they call. Knows
 * nothing of threads.
 */
package io.livepatch.weave;
