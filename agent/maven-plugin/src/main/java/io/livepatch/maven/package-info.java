/** The Maven plugin: {@code livepatch:bundle} builds a patch bundle, {@code livepatch:verify} tries it in a JVM of its own. */
package io.livepatch.maven;
