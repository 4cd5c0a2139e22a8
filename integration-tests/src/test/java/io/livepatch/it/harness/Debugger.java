package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads through the debugger interface what bytecode a target really runs, which no class file transformer can tell. */
public final class Debugger {
    private static final String LISTENING = "Listening for transport dt_socket at address:";

    /** The option a target needs; the debugger interface chooses a free port and prints it. */
    public static final String OPTION =
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=n,address=127.0.0.1:0";

    private final TargetJvm target;
    private int connections;

    public Debugger(TargetJvm target) {
        this.target = target;
    }

    /**
     * The code of every method of some classes.
     *
     * @param types names with dots
     * @return instructions as text, by class, name and descriptor run together
     */
    public Map<String, List<String>> code(List<String> types) throws IOException, IllegalConnectorArgumentsException {
        // a connection keeps the methods it has seen, so each look takes a new one
        VirtualMachine jvm = attach();
        try {
            Map<String, List<String>> code = new TreeMap<>();
            for (String type : types) {
                List<ReferenceType> classes = jvm.classesByName(type);
                assertThat(classes).as("loaded classes called %s", type).hasSize(1);
                addCode(classes.get(0), code);
            }
            return code;
        } finally {
            jvm.dispose();
        }
    }

    /**
     * Stops the first of a target's threads of some name that is about to run some method, and it alone.
     *
     * @param type name with dots of a class that is loaded
     */
    public Breakpoint stopAt(String thread, String type, String method)
            throws IOException, IllegalConnectorArgumentsException {
        return new Breakpoint(attach(), thread, type, method);
    }

    private static void addCode(ReferenceType loaded, Map<String, List<String>> code) {
        byte[] constants = loaded.constantPool();
        for (Method method : loaded.methods()) {
            assertThat(method.isObsolete()).as("%s is obsolete", method).isFalse();
            if (!method.isAbstract() && !method.isNative()) {
                code.put(
                        loaded.name() + "." + method.name() + method.signature(),
                        Instructions.of(RawMethod.parse(constants, loaded.constantPoolCount(), method.bytecodes())));
            }
        }
    }

    private VirtualMachine attach() throws IOException, IllegalConnectorArgumentsException {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(c -> c.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(port());
        return connector.attach(arguments);
    }

    /** Each connection is announced anew, on a port of its own. */
    private String port() {
        String line = await("the debugger interface listens")
                .until(
                        () -> target.output().stream()
                                .filter(l -> l.startsWith(LISTENING))
                                .toList(),
                        lines -> lines.size() > connections)
                .get(connections);
        connections++;
        return line.substring(line.lastIndexOf(':') + 1).strip();
    }
}
