package io.livepatch.maven.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;

/** Asks a probe for each line of standard input, and answers on standard output. */
public final class ProbeMain {
    /** Before each answer. */
    public static final String ANSWER = "livepatch-probe: ";

    /** The old behaviour shows. */
    public static final String VULNERABLE = "VULNERABLE";

    /** It does not. */
    public static final String FIXED = "FIXED";

    private ProbeMain() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        try (BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (requests.readLine() != null) {
                out.println(ANSWER + ask(args[0]));
                out.flush();
            }
        }
    }

    private static String ask(String probe) {
        try {
            Object answer = Class.forName(probe).getMethod("vulnerable").invoke(null);
            return Boolean.TRUE.equals(answer) ? VULNERABLE : FIXED;
        } catch (InvocationTargetException e) {
            return "that it has failed: " + e.getCause();
        } catch (ReflectiveOperationException | LinkageError e) {
            return "that it cannot be run: " + e;
        }
    }
}
