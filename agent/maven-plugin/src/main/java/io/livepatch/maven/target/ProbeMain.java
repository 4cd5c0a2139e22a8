package io.livepatch.maven.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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
            Method method = Class.forName(probe).getMethod("vulnerable");
            if (!Modifier.isStatic(method.getModifiers())) {
                return "that it cannot be run: " + method + " is not static";
            }
            Object answer = method.invoke(null);
            return Boolean.TRUE.equals(answer) ? VULNERABLE : FIXED;
        } catch (InvocationTargetException e) {
            return "that it has failed: " + e.getCause();
        } catch (ReflectiveOperationException | LinkageError e) {
            return "that it cannot be run: " + e;
        }
    }
}
