package io.livepatch.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * Who may connect: the user the JVM runs as, and root. The directory of the socket keeps the others out already; the kernel's
 * word on the peer ({@code SO_PEERCRED}, socket(7)) is a second lock, where module {@code jdk.net} and the system have it.
 */
final class PeerCheck {
    private final UserPrincipal owner;
    private final UserPrincipal root;

    /** @param socket the bound socket, whose owner is the user of this JVM */
    PeerCheck(Path socket) throws IOException {
        owner = Files.getOwner(socket);
        root = root(socket.getFileSystem());
    }

    /** Empty text if the peer may give commands, else why it may not. */
    String objection(SocketChannel peer) throws IOException {
        if (ModuleLayer.boot().findModule("jdk.net").isEmpty()) {
            return "";
        }
        try {
            return objection(Credentials.user(peer));
        } catch (UnsupportedOperationException e) {
            return "";
        }
    }

    String objection(UserPrincipal peer) {
        boolean allowed = peer.equals(owner) || peer.equals(root);
        return allowed
                ? ""
                : "this JVM takes commands from user " + owner.getName() + " and from root, not from user "
                        + peer.getName();
    }

    private static UserPrincipal root(FileSystem system) throws IOException {
        // a number is taken for a user id where no user has it as name
        return system.getUserPrincipalLookupService().lookupPrincipalByName("0");
    }

    /** Apart, so that it is linked only where the module is. */
    private static final class Credentials {
        static UserPrincipal user(SocketChannel peer) throws IOException {
            return peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        }
    }
}
