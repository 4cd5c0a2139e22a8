/**
 * What runs in the forked JVMs. It needs the JDK only, and nothing here is ever patched: the classes to patch are compiled by
 * each test from source text and put on the target's class path or into loaders of their own.
 */
package io.livepatch.it.target;
