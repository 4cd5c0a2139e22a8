package io.livepatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How a command answers. */
@Command
final class OutputOptions {
    static final String JSON = "--json";

    @Option(
            names = JSON,
            description = "Print one JSON document on standard output and nothing else there.",
            order = 100)
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No messages and no progress on standard error, only errors.",
            order = 101)
    boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.",
            order = 102)
    boolean help;
}
