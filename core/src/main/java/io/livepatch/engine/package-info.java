/**
 * The engine in the target JVM: which patches are loaded, what a command means, how a transition is put together from
 * weaving and moving threads.
 */
package io.livepatch.engine;
