/** Finds JDKs, compiles what is to be patched, starts target JVMs, speaks with them, and runs the command line on them. */
package io.livepatch.it.harness;
