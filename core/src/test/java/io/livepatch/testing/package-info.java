/** What tests of several packages use. */
package io.livepatch.testing;
