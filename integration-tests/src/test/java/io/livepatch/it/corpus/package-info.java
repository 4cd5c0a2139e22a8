/** Real fixes of real libraries, each taken into a live JVM and back. */
package io.livepatch.it.corpus;
