/**
 * The hot path: what a woven method asks at its entry, and the records the answer comes from. Everything here runs on
 * application threads, inside methods that may belong to the JDK, so it uses no lock, JDK collection, ThreadLocal, lambda or
 * logging, and allocates only to make a thread's record and to walk a stack. The protocol is described in docs/concurrency.md.
 */
package io.livepatch.gate;
