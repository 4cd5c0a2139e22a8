package io.livepatch.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a Unix domain socket: binding, and clearing away what dead JVMs left behind. */
final class SocketFile {
    private static final String SUFFIX = ".sock";

    private SocketFile() {}

    /**
     * Binds a server to the path, in the place of a file nobody listens at.
     *
     * @throws FileAlreadyExistsException if somebody listens there
     */
    static ServerSocketChannel bind(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (isAlive(path)) {
                throw new FileAlreadyExistsException(path.toString(), null, "another JVM has its control socket there");
            }
            Files.delete(path);
        }
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Deletes the sockets beside this one whose processes are gone. Those of processes in other pid namespaces seem gone too, so
     * nobody may be listening either.
     */
    static void deleteStaleNeighbours(Path socket) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(socket.getParent(), "*" + SUFFIX)) {
            for (Path file : files) {
                if (!file.equals(socket) && !hasProcess(file) && !isAlive(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean hasProcess(Path file) {
        String name = file.getFileName().toString();
        try {
            long pid = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
            return ProcessHandle.of(pid).isPresent();
        } catch (NumberFormatException e) {
            // no name of ours: leave it alone
            return true;
        }
    }

    /** Whether somebody listens. In doubt, as without a file descriptor left to find out, yes. */
    private static boolean isAlive(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isOpen();
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) {
            // permission denied, no descriptor left, or the file is gone or none of a socket
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
