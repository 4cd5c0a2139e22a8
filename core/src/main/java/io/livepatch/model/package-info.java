/** What a patch is: immutable values that every other package may use. */
package io.livepatch.model;
