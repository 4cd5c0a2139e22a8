package io.livepatch.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Who may connect: the user the JVM runs as, and root. The directory of the socket keeps the others out already; the kernel's
 * word on the peer ({@code SO_PEERCRED}, socket(7)) is a second lock, where module {@code jdk.net} and the system have it.
 *
 * <p>In a container with users of its own the root of the host has no number there; the kernel reports the overflow user
 * (user_namespaces(7)). It is taken for root, for only root comes through the directory.
 */
final class PeerCheck {
    /** The kernel's default for {@code /proc/sys/kernel/overflowuid}. */
    private static final String OVERFLOW_UID = "65534";

    private final UserPrincipal owner;
    private final Set<UserPrincipal> roots;

    /**
     * @param socket the bound socket, whose owner is the user of this JVM
     * @param hidesUsers whether this JVM is in a user namespace that does not know all users
     */
    PeerCheck(Path socket, boolean hidesUsers) throws IOException {
        owner = Files.getOwner(socket);
        // a number is taken for a user id where no user has it as name
        UserPrincipalLookupService users = socket.getFileSystem().getUserPrincipalLookupService();
        UserPrincipal root = users.lookupPrincipalByName("0");
        roots = hidesUsers ? Set.of(root, users.lookupPrincipalByName(OVERFLOW_UID)) : Set.of(root);
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
        boolean allowed = peer.equals(owner) || roots.contains(peer);
        return allowed
                ? ""
                : "this JVM takes commands from user " + owner.getName() + " and from root, not from user "
                        + peer.getName();
    }

    /** Apart, so that it is linked only where the module is. */
    private static final class Credentials {
        static UserPrincipal user(SocketChannel peer) throws IOException {
            return peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        }
    }
}
