/**
 * The program to patch: a small HTTP service whose access decision is the one of Spring Security's
 * {@code AuthenticatedVoter}, in whatever release is on the class path. Release 5.7.11 grants access to a request without
 * credentials (CVE-2024-22257), 5.7.12 does not; between the two one private method changed, {@code isFullyAuthenticated}.
 */
package io.livepatch.samples.service;
