package io.livepatch.cli;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Lists JVMs through module {@code jdk.attach}, which many a runtime image has not. */
final class AttachApi {
    private static final Pattern BLANK = Pattern.compile("\\s");

    private AttachApi() {}

    static boolean isPresent() {
        return ModuleLayer.boot().findModule("jdk.attach").isPresent();
    }

    /**
     * Process ids, and the main class or JAR of each; empty for one that does not tell.
     *
     * @throws CommandException if this Java runtime cannot list JVMs
     */
    static Map<Long, String> list() throws CommandException {
        requirePresent();
        return Linked.list();
    }

    static void requirePresent() throws CommandException {
        if (!isPresent()) {
            throw new CommandException(
                    Problem.NO_ATTACH_MODULE,
                    "the Java runtime at " + System.getProperty("java.home")
                            + " has no module jdk.attach; run the tool with a full JDK");
        }
    }

    /** What comes before the arguments in the name that a JVM gives itself. */
    static String mainClass(String displayName) {
        return BLANK.split(displayName.trim(), 2)[0];
    }

    /** Apart, so that it is linked only where the module is. */
    private static final class Linked {
        static Map<Long, String> list() {
            Map<Long, String> jvms = new HashMap<>();
            for (VirtualMachineDescriptor jvm : VirtualMachine.list()) {
                jvms.put(Long.parseLong(jvm.id()), mainClass(jvm.displayName()));
            }
            return jvms;
        }
    }
}
