package io.livepatch.cli;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.util.List;
import java.util.regex.Pattern;

/** Lists JVMs through module {@code jdk.attach}, which many a runtime image has not. */
final class AttachApi {
    private static final Pattern BLANK = Pattern.compile("\\s");

    private AttachApi() {}

    /** A JVM in the list; the name is empty if it does not tell. */
    record Listed(long pid, String mainClass) {}

    static boolean isPresent() {
        return ModuleLayer.boot().findModule("jdk.attach").isPresent();
    }

    /** @throws CommandException if this Java runtime cannot list JVMs */
    static List<Listed> list() throws CommandException {
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
        static List<Listed> list() {
            return VirtualMachine.list().stream().map(Linked::listed).toList();
        }

        private static Listed listed(VirtualMachineDescriptor jvm) {
            return new Listed(Long.parseLong(jvm.id()), mainClass(jvm.displayName()));
        }
    }
}
