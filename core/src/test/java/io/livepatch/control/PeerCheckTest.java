package io.livepatch.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerCheckTest {
    @Test
    void objection_byOwnerOrRoot_isNone(@TempDir Path directory) throws IOException {
        PeerCheck check = new PeerCheck(directory, false);
        assertThat(check.objection(Files.getOwner(directory))).isEmpty();
        assertThat(check.objection(user(directory, "0"))).isEmpty();
    }

    @Test
    void objection_byAnotherUser_namesBoth(@TempDir Path directory) throws IOException {
        String owner = Files.getOwner(directory).getName();
        assertThat(new PeerCheck(directory, false).objection(user(directory, "54321")))
                .isEqualTo("this JVM takes commands from user " + owner + " and from root, not from user 54321");
    }

    @Test
    void objection_byTheOverflowUser_isNoneWhereTheHostsRootAppearsAsIt(@TempDir Path directory) throws IOException {
        UserPrincipal overflow = user(directory, "65534");
        assertThat(new PeerCheck(directory, true).objection(overflow)).isEmpty();
        assertThat(new PeerCheck(directory, false).objection(overflow)).isNotEmpty();
    }

    private static UserPrincipal user(Path directory, String id) throws IOException {
        return directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(id);
    }
}
