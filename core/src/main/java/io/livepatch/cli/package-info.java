/**
 * The command line: what an operator types, and how answers, progress and failures are shown. It selects a JVM, installs the
 * agent where it is allowed to, sends one command and waits. It changes nothing by itself, so killing it at any time leaves
 * the JVM's transition alone.
 */
package io.livepatch.cli;
