package io.livepatch.maven;

import io.livepatch.maven.target.ProbeMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.eclipse.aether.RepositorySystem;

/**
 * Tries a bundle in a JVM of its own, which runs the old version: the probe must find the old behaviour, after {@code apply} the new one, and after
 * {@code disable} the old one again.
 */
@Mojo(
        name = "verify",
        defaultPhase = LifecyclePhase.VERIFY,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class VerifyMojo extends PatchMojo {
    private static final String AGENT = "io.livepatch:livepatch-agent";

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    /** A class of the module or its tests with a method {@code public static boolean vulnerable()}. */
    @Parameter(required = true)
    private String probe;

    /** Homes of the JDKs to try it on. Default: the one that runs Maven. */
    @Parameter(property = "livepatch.jdks")
    private List<File> jdks = List.of();

    /** How long one command may take, in seconds. */
    @Parameter(defaultValue = "60")
    private int timeout;

    /** {@code livepatch.jar}; by default that of the plugin's own version. */
    @Parameter(property = "livepatch.agent")
    private File agent;

    @Inject
    VerifyMojo(RepositorySystem repositories) {
        super(repositories);
    }

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Path tool = agent != null
                ? agent.toPath()
                : plugin.getArtifactMap().get(AGENT).getFile().toPath();
        String classPath = classPath(find(oldLibrary()));
        List<Path> homes = jdks.isEmpty()
                ? List.of(Path.of(System.getProperty("java.home")))
                : jdks.stream().map(File::toPath).toList();
        for (Path home : homes) {
            try {
                verify(home.resolve("bin").resolve("java"), classPath, tool);
            } catch (IOException e) {
                throw new MojoExecutionException("the bundle could not be tried on " + home + ": " + e.getMessage(), e);
            }
        }
    }

    private void verify(Path java, String classPath, Path tool) throws IOException, MojoFailureException {
        PatchTool commands = new PatchTool(java, tool, timeout);
        try (ProbedJvm jvm = ProbedJvm.start(java, classPath, probe, timeout)) {
            getLog().info("on " + java.getParent().getParent() + ":");
            expect(jvm, ProbeMain.VULNERABLE, "the version that runs, unpatched");
            commands.run("apply", Long.toString(jvm.pid()), bundle().toString(), "--no-probe");
            expect(jvm, ProbeMain.FIXED, "with patch " + patchName());
            commands.run("disable", Long.toString(jvm.pid()), patchName());
            expect(jvm, ProbeMain.VULNERABLE, "with the patch taken back");
        }
    }

    private void expect(ProbedJvm jvm, String wanted, String when) throws IOException, MojoFailureException {
        String answer = jvm.ask();
        if (!answer.equals(wanted)) {
            throw new MojoFailureException(
                    "the probe " + probe + " should say " + wanted + ", but says " + answer + ": " + when);
        }
        getLog().info("  " + answer + ": " + when);
    }

    /** The old version first: the module's own classes may have changed ones of the same names. */
    private String classPath(Path old) throws MojoExecutionException {
        List<String> path = new ArrayList<>(List.of(ProbedJvm.ownJar().toString(), old.toString()));
        try {
            path.addAll(project().getTestClasspathElements());
        } catch (DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("the class path of the module is not known", e);
        }
        return String.join(File.pathSeparator, path);
    }
}
