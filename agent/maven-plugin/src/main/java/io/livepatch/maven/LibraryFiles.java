package io.livepatch.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/**
 * Finds the files of libraries that a build names: by path, or by coordinates in the repositories of the build.
 *
 * @param directory that of the module
 */
record LibraryFiles(
        Path directory, RepositorySystem system, RepositorySystemSession session, List<RemoteRepository> repositories) {
    /**
     * The file of a library.
     *
     * @param name a path, relative to the directory, or {@code group:artifact[:extension[:classifier]]:version}
     */
    Path find(String name) throws MojoExecutionException {
        try {
            Path path = directory.resolve(name);
            if (Files.exists(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // coordinates have colons, which are no characters of a file name everywhere
            return resolve(name);
        }
        return resolve(name);
    }

    private Path resolve(String name) throws MojoExecutionException {
        try {
            return find(new DefaultArtifact(name));
        } catch (IllegalArgumentException e) {
            throw new MojoExecutionException(
                    "no library '" + name + "': there is no such file in " + directory
                            + ", and it is no group:artifact:version",
                    e);
        }
    }

    private Path find(Artifact artifact) throws MojoExecutionException {
        try {
            File file = system.resolveArtifact(session, new ArtifactRequest(artifact, repositories, null))
                    .getArtifact()
                    .getFile();
            return file.toPath();
        } catch (ArtifactResolutionException e) {
            throw new MojoExecutionException("the library " + artifact + " cannot be had: " + e.getMessage(), e);
        }
    }
}
