package io.livepatch.control;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which process a tool wants to talk to, in that process's own terms. Containers that share a directory may have sockets of
 * the same name; a patch must not reach the wrong one.
 */
record PeerIdentity(long pid, String pidNamespace) {
    static PeerIdentity of(long pid) throws IOException {
        Optional<ProcFs.JvmProcess> process = ProcFs.SYSTEM.process(Long.toString(pid));
        return new PeerIdentity(
                process.map(ProcFs.JvmProcess::innerPid).orElse(pid), ProcFs.SYSTEM.pidNamespace(Long.toString(pid)));
    }

    /** @throws FileSystemException if another process greeted */
    void check(Hello greeting, Path socket) throws FileSystemException {
        boolean otherNamespace = !pidNamespace.isEmpty()
                && !greeting.pidNamespace().isEmpty()
                && !pidNamespace.equals(greeting.pidNamespace());
        if (greeting.pid() != pid || otherNamespace) {
            throw new FileSystemException(
                    socket.toString(),
                    null,
                    "another JVM answers there, process " + greeting.pid()
                            + " of a container that shares the directory");
        }
    }
}
