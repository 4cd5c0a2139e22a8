/** A patch of spring-beans for CVE-2022-22965: callbacks and a probe. */
package io.livepatch.samples.springbeans;
