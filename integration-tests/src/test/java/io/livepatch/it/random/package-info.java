/** Operations in random order on patches of the oracle's program, and what each must lead to. */
package io.livepatch.it.random;
