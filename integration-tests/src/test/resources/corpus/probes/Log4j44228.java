package corpus;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;

/** What is logged is data: a look-up in it must not be carried out. */
public class Log4j44228 {
    private static final PatternLayout KEPT = layout("%level %m%n");

    public static boolean vulnerable() {
        return !layout("%m").toSerializable(event("${java:version}")).equals("${java:version}");
    }

    public static void ordinary() {
        String line = layout("%level %logger{1} - %m").toSerializable(event("hello"));
        if (!"WARN Thing - hello".equals(line) || !KEPT.toSerializable(event("hello")).startsWith("WARN hello")) {
            throw new AssertionError(line);
        }
    }

    private static PatternLayout layout(String pattern) {
        return PatternLayout.newBuilder()
                .withConfiguration(new DefaultConfiguration())
                .withPattern(pattern)
                .build();
    }

    private static LogEvent event(String text) {
        return Log4jLogEvent.newBuilder()
                .setLoggerName("corpus.Thing")
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(text))
                .build();
    }
}
