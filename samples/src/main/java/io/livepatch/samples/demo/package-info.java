/**
 * The demo that {@code samples/demo.sh} runs: patches {@link io.livepatch.samples.service.ReportService} while it answers
 * requests, and checks every claim it makes on the way. {@code Demo} is the entry point, {@code Scenario} the story.
 */
package io.livepatch.samples.demo;
