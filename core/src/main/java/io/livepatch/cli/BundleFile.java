package io.livepatch.cli;

import io.livepatch.bundle.Bundle;
import io.livepatch.bundle.BundleFormat;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.InvalidBundleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bundle as an operator names it. */
final class BundleFile {
    private BundleFile() {}

    /**
     * Reads and checks it.
     *
     * @throws CommandException if there is no such file, or it is no sound bundle
     */
    static Bundle read(Path file) throws CommandException {
        return check(file, load(file));
    }

    /**
     * Its bytes, checked likewise.
     *
     * @throws CommandException if there is no such file, or it is no sound bundle
     */
    static ByteBuffer content(Path file) throws CommandException {
        ByteBuffer content = load(file);
        check(file, content);
        return content;
    }

    private static ByteBuffer load(Path file) throws CommandException {
        requireFile(file);
        try (InputStream in = Files.newInputStream(file)) {
            // one byte more than allowed is enough for the reader to see that it is too large
            return ByteBuffer.wrap(in.readNBytes(BundleFormat.MAX_FILE_SIZE + 1))
                    .asReadOnlyBuffer();
        } catch (IOException e) {
            throw new CommandException(Problem.UNREADABLE_FILE, file + " cannot be read: " + Text.reason(e), e);
        }
    }

    private static Bundle check(Path file, ByteBuffer content) throws CommandException {
        try {
            return BundleReader.read(file.toString(), content);
        } catch (InvalidBundleException e) {
            throw CommandException.of(e);
        }
    }

    static void requireFile(Path file) throws CommandException {
        if (!Files.exists(file)) {
            throw new CommandException(Problem.NO_SUCH_FILE, "there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw new CommandException(Problem.NO_SUCH_FILE, file + " is a directory, not a bundle");
        }
    }
}
