/** What applications and patches may call. Nothing here does anything in a JVM without the livepatch agent. */
package io.livepatch.api;
