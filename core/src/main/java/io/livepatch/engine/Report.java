package io.livepatch.engine;

/** What an agent has to say before anybody asks it: one line on standard error. Nothing when all is well. */
final class Report {
    private Report() {}

    static void line(String text) {
        System.err.println("[livepatch] " + text);
    }
}
