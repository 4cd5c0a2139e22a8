package io.livepatch.control;

/**
 * The greeting, first frame of each side; the operator's comes first. Its form and that of {@link Reply.Refused} never change,
 * so that versions that otherwise do not understand each other can say so.
 *
 * @param protocol version of everything that follows
 * @param version of the product, for messages
 * @param pid of the sender as it sees itself
 * @param pidNamespace in which that pid is meant, empty if unknown. Two JVMs in two containers may share a directory and a
 *     pid; this tells them apart
 */
record Hello(int protocol, String version, long pid, String pidNamespace) {
    /** Changes with every change that an older peer would misunderstand. */
    static final int PROTOCOL = 1;

    static Hello ofThisJvm() {
        long pid = ProcessHandle.current().pid();
        return new Hello(PROTOCOL, ProductVersion.current(), pid, ProcFs.SYSTEM.pidNamespace("self"));
    }
}
