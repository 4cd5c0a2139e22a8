/** What runs in the forked JVMs and needs JUnit there: the tests of a library, beside the library. */
package io.livepatch.it.target.junit;
