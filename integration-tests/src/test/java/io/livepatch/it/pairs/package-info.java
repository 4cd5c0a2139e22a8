/** Random pairs of programs, and whether an old one that is patched does what the new one does. */
package io.livepatch.it.pairs;
