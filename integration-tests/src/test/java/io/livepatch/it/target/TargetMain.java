package io.livepatch.it.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The main class of a target: reads one request per line from standard input, its words separated by tabs, and answers each by
 * one line that begins with {@link #REPLY}. It ends when its input does.
 */
public final class TargetMain {
    /** Tells replies from everything else on standard output. */
    public static final String REPLY = "@@";

    private TargetMain() {}

    /** The answer of a request that went well begins with it. */
    public static final String OK = "ok";

    /** The answer of a request that did not. */
    public static final String FAILED = "failed";

    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        Session session = new Session();
        say(out, OK, "ready");
        try (BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                try {
                    say(out, OK, session.answer(List.of(line.split("\t"))));
                } catch (Throwable e) { // whatever the code under test throws is the test's to judge
                    say(out, FAILED, e.toString());
                }
            }
        }
        // threads that a failed test left behind must not keep the process
        System.exit(0);
    }

    private static void say(PrintStream out, String verdict, String text) {
        out.println(REPLY + "\t" + verdict + "\t" + text.replace("\n", "\\n"));
        out.flush();
    }
}
