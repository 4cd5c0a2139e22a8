/**
 * What added classes run on: the bridges through which they reach members that the JVM would deny them, and the fields that
 * objects got after they were made. Called by application threads, in ordinary code: none of it runs in a gate.
 */
package io.livepatch.bridge;
