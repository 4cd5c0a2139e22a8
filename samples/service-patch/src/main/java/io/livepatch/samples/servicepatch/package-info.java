/** What the patch brings beside the changed class: its probe. */
package io.livepatch.samples.servicepatch;
