package io.livepatch.maven;

import java.io.File;
import java.nio.file.Path;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;

/** What a step needs to know about the patch of a module. */
abstract class PatchMojo extends AbstractMojo {
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    /** The version that runs: a file, or {@code group:artifact:version}. */
    @Parameter(property = "livepatch.oldLibrary", required = true)
    private String oldLibrary;

    /** The patch bundle; attached to the module with the classifier {@code patch}. */
    @Parameter(defaultValue = "${project.build.directory}/${project.build.finalName}-patch.jar")
    private File bundle;

    @Parameter(defaultValue = "${project.artifactId}")
    private String patchName;

    /** Does nothing. */
    @Parameter(property = "livepatch.skip", defaultValue = "false")
    private boolean skip;

    private final RepositorySystem repositories;

    PatchMojo(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("skipped, as livepatch.skip says");
        } else if (project.getPackaging().equals("pom")) {
            getLog().info("nothing to do: a module of packaging pom has no patch");
        } else {
            run();
        }
    }

    /** What the step does. */
    abstract void run() throws MojoExecutionException, MojoFailureException;

    final MavenProject project() {
        return project;
    }

    /** As the build names it. */
    final String oldLibrary() {
        return oldLibrary;
    }

    final Path bundle() {
        return bundle.toPath();
    }

    final String patchName() {
        return patchName;
    }

    /** The file of a library, see {@link LibraryFiles#find}. */
    final Path find(String library) throws MojoExecutionException {
        return new LibraryFiles(
                        project.getBasedir().toPath(),
                        repositories,
                        session.getRepositorySession(),
                        project.getRemoteProjectRepositories())
                .find(library);
    }
}
