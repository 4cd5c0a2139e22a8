/**
 * Building a bundle from two versions of a library: what differs is found class by class and method by method, what cannot be
 * brought into a running JVM is refused, all at once.
 */
package io.livepatch.build;
