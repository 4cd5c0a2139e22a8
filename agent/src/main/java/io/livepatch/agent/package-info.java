/**
 * What the JVM sees of livepatch.jar: the entry class and the loader of everything else. Java 8 class files, so that an older
 * JVM gets a sentence instead of a failure; nothing but java.base and java.instrument.
 */
package io.livepatch.agent;
