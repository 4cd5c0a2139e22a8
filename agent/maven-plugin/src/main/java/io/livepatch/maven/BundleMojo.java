package io.livepatch.maven;

import io.livepatch.build.BuildInputException;
import io.livepatch.build.BuildOptions;
import io.livepatch.build.BuildProgress;
import io.livepatch.build.BuildResult;
import io.livepatch.build.BundleBuilder;
import io.livepatch.build.CodeOptions;
import io.livepatch.build.ConsistencyRules;
import io.livepatch.build.Slice;
import io.livepatch.model.ReplaceSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;

/**
 * Builds a patch bundle from two versions of a library, as {@code livepatch build} does. Without a new version it is the old one with the module's classes over
 * it, as far as they are in packages of the library. Callbacks and the probe are classes of the module.
 */
@Mojo(
        name = "bundle",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class BundleMojo extends PatchMojo {
    /** The version with the fix, if the module does not have its sources. */
    @Parameter(property = "livepatch.newLibrary")
    private String newLibrary;

    @Parameter(defaultValue = "${project.version}")
    private String patchVersion;

    @Parameter(defaultValue = "${project.name}")
    private String description;

    /** Classes that run when the patch comes into force and when it goes, in this order. */
    @Parameter
    private List<String> callbacks = List.of();

    /** How long one call of a callback may take, in seconds. */
    @Parameter(defaultValue = "30")
    private int callbackTimeout;

    /** A class with a method {@code public static boolean vulnerable()}. */
    @Parameter
    private String probe;

    /** The changes of the new version to bring, with what they need. */
    @Parameter
    private List<String> only = List.of();

    /** Changes to leave unless others need them. */
    @Parameter
    private List<String> exclude = List.of();

    /** Unchanged methods that see one side from start to end; {@code auto} for those that call several changed ones. */
    @Parameter
    private List<String> guards = List.of();

    /** Changed methods that switch at once for every thread. */
    @Parameter
    private List<String> immediate = List.of();

    /** The set whose patches this one takes the place of. */
    @Parameter
    private String replace;

    /** The set that this patch belongs to without replacing anything. */
    @Parameter
    private String set;

    /** The Java release whose JVMs are to be patched, if the library is a multi-release JAR with classes for certain ones. */
    @Parameter
    private Integer release;

    /** Whether classes of the JDK may be patched. */
    @Parameter(defaultValue = "false")
    private boolean allowJdk;

    private final MavenProjectHelper helper;

    @Inject
    BundleMojo(RepositorySystem repositories, MavenProjectHelper helper) {
        super(repositories);
        this.helper = helper;
    }

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Path old = find(oldLibrary());
        try {
            Path fixed = newLibrary == null ? overlay(old) : find(newLibrary);
            Files.createDirectories(bundle().toAbsolutePath().getParent());
            report(BundleBuilder.build(old, fixed, bundle(), options(), BuildProgress.NONE));
        } catch (BuildInputException | IllegalArgumentException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException("the bundle " + bundle() + " cannot be built: " + e, e);
        }
        helper.attachArtifact(project(), "jar", "patch", bundle().toFile());
    }

    private Path overlay(Path old) throws IOException, MojoFailureException {
        Path target = Path.of(project().getBuild().getDirectory(), "livepatch", "new");
        int changed = Overlay.make(old, classes(), target);
        if (changed == 0) {
            throw new MojoFailureException("nothing to patch: this module has no class in a package of " + oldLibrary()
                    + "; put the changed sources into it, or name a newLibrary");
        }
        return target;
    }

    private Path classes() {
        return Path.of(project().getBuild().getOutputDirectory());
    }

    private BuildOptions options() {
        List<Path> own = Stream.of(classes(), Path.of(project().getBuild().getTestOutputDirectory()))
                .filter(Files::isDirectory)
                .toList();
        return new BuildOptions(
                patchName(),
                patchVersion,
                description,
                ReplaceSet.of(replace, set),
                ConsistencyRules.parse(immediate, guards, own),
                Slice.of(only, exclude),
                new CodeOptions(Optional.ofNullable(probe), callbacks, Duration.ofSeconds(callbackTimeout)),
                release == null ? OptionalInt.empty() : OptionalInt.of(release),
                allowJdk);
    }

    private void report(BuildResult result) throws MojoFailureException {
        result.warnings().forEach(each -> getLog().warn(each.kind() + " " + each.where() + ": " + each.text()));
        result.refusals().forEach(each -> getLog().error(each.kind() + " " + each.where() + ": " + each.text()));
        switch (result.outcome()) {
            case WRITTEN ->
                getLog().info("wrote " + bundle() + ": patch " + patchName() + ", changed methods: "
                        + result.counts().methodsChanged() + ", classes: "
                        + result.counts().classes());
            case NOTHING_TO_PATCH ->
                throw new MojoFailureException(
                        "nothing to patch: no method of the new version differs from the old one's");
            case REFUSED ->
                throw new MojoFailureException("no bundle was written; what cannot be done, and why, is above: "
                        + result.refusals().size());
        }
    }
}
