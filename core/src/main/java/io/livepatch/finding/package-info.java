/** What a build has to say to the operator: what it refuses and what it warns of. */
package io.livepatch.finding;
