/** What runs in the JVM that a bundle is tried in. Mentions classes of the JDK only. */
package io.livepatch.maven.target;
