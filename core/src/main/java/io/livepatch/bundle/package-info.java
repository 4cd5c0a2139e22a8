/**
 * The patch bundle: a JAR with a descriptor ({@code META-INF/livepatch/patch.json}) and the class files that bring the new
 * bodies. What is read may be hostile; what is written is the same for the same content, to the byte.
 */
package io.livepatch.bundle;
