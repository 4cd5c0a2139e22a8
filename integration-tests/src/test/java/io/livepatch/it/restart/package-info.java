/** The tests of new releases of libraries, run in JVMs that started with the old one and were patched. */
package io.livepatch.it.restart;
