package io.livepatch.build;

import io.livepatch.build.BuildResult.Outcome;
import io.livepatch.bundle.Bundle;
import io.livepatch.bundle.BundleReader;
import io.livepatch.bundle.InvalidBundleException;
import io.livepatch.bytecode.BodyVerifier;
import io.livepatch.model.Callbacks;
import io.livepatch.model.PatchedClass;
import io.livepatch.model.ReplaceSet;
import io.livepatch.testing.Sources;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.dynamic.ClassFileLocator;

/** Two versions of a small library on disk, and what the builder makes of them. */
final class VersionPair {
    private final Path directory;
    private final Map<String, byte[]> oldEntries = new TreeMap<>();
    private final Map<String, byte[]> newEntries = new TreeMap<>();
    private ConsistencyRules rules = ConsistencyRules.DEFAULT;
    private Slice slice = Slice.ALL;
    private CodeOptions code = CodeOptions.NONE;
    private OptionalInt release = OptionalInt.empty();
    private boolean allowJdk;

    VersionPair(Path directory) {
        this.directory = directory;
    }

    VersionPair oldSources(String... sources) {
        oldEntries.putAll(entries(Sources.compile(17, sources)));
        return this;
    }

    VersionPair newSources(String... sources) {
        newEntries.putAll(entries(Sources.compile(17, sources)));
        return this;
    }

    VersionPair oldEntry(String name, byte[] content) {
        oldEntries.put(name, content);
        return this;
    }

    VersionPair newEntry(String name, byte[] content) {
        newEntries.put(name, content);
        return this;
    }

    /** Leaves to another library what both versions have. */
    VersionPair withoutEntry(String name) {
        oldEntries.remove(name);
        newEntries.remove(name);
        return this;
    }

    VersionPair bothEntries(String name, String oldContent, String newContent) {
        oldEntry(name, oldContent.getBytes(StandardCharsets.UTF_8));
        return newEntry(name, newContent.getBytes(StandardCharsets.UTF_8));
    }

    VersionPair rules(ConsistencyRules wanted) {
        rules = wanted;
        return this;
    }

    VersionPair probe(String wanted) {
        code = new CodeOptions(Optional.of(wanted), List.of(), Callbacks.DEFAULT_TIMEOUT);
        return this;
    }

    VersionPair release(int wanted) {
        release = OptionalInt.of(wanted);
        return this;
    }

    VersionPair slice(Slice wanted) {
        slice = wanted;
        return this;
    }

    VersionPair allowJdk() {
        allowJdk = true;
        return this;
    }

    Path oldJar() {
        return jar("lib-1.jar", oldEntries);
    }

    Path newJar() {
        return jar("lib-2.jar", newEntries);
    }

    Path target() {
        return directory.resolve("fix.jar");
    }

    /** Builds from two JARs and checks that a bundle is there exactly if the outcome says so. */
    BuildResult build() {
        return build(oldJar(), newJar());
    }

    BuildResult build(Path oldPath, Path newPath) {
        try {
            BuildResult result = BundleBuilder.build(
                    oldPath,
                    newPath,
                    target(),
                    new BuildOptions("fix", "", "", ReplaceSet.NONE, rules, slice, code, release, allowJdk),
                    BuildProgress.NONE);
            if (Files.exists(target()) != (result.outcome() == Outcome.WRITTEN)) {
                throw new AssertionError("bundle and outcome do not agree: " + result);
            }
            verify(result);
            return result;
        } catch (BuildInputException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever the builder did to the class files, their bodies must pass verification. */
    private static void verify(BuildResult result) throws IOException {
        if (result.bundle().isPresent()) {
            Bundle bundle = read(result.bundle().get());
            for (PatchedClass patched : bundle.descriptor().classes()) {
                if (patched.isGuardOnly()) {
                    continue;
                }
                List<String> problems = BodyVerifier.problems(
                        bundle.readClass(patched.name()),
                        id -> true,
                        ClassFileLocator.ForClassLoader.ofPlatformLoader());
                if (!problems.isEmpty()) {
                    throw new AssertionError(problems.toString());
                }
            }
        }
    }

    private static Bundle read(Path bundle) throws IOException {
        try {
            return BundleReader.read(bundle);
        } catch (InvalidBundleException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code KIND where} of each refusal. */
    List<String> refusals() {
        return build().refusals().stream().map(f -> f.kind() + " " + f.where()).toList();
    }

    /** {@code KIND where} of each warning. */
    List<String> warnings() {
        return build().warnings().stream().map(f -> f.kind() + " " + f.where()).toList();
    }

    /** {@code Class.method(descriptor)} of each changed method. */
    List<String> changed() {
        return build().descriptor().orElseThrow().classes().stream()
                .flatMap(c -> c.methods().stream().map(m -> c.name() + "." + m.id()))
                .toList();
    }

    static Map<String, byte[]> entries(Map<String, byte[]> classes) {
        Map<String, byte[]> entries = new TreeMap<>();
        classes.forEach((name, classFile) -> entries.put(name + ".class", classFile));
        return entries;
    }

    private Path jar(String name, Map<String, byte[]> entries) {
        Path jar = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    /** Unpacks a version into a directory. */
    Path unpack(boolean isOld) {
        Map<String, byte[]> entries = isOld ? oldEntries : newEntries;
        Path root = directory.resolve(isOld ? "old" : "new");
        entries.forEach((name, content) -> {
            try {
                Files.createDirectories(root.resolve(name).getParent());
                Files.write(root.resolve(name), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return root;
    }

    /** Gives an entry of a JAR another name of the same length, which may exist already. */
    static byte[] replaceInEntryNames(byte[] zip, String from, String to) {
        byte[] result = zip.clone();
        byte[] wanted = from.getBytes(StandardCharsets.UTF_8);
        byte[] other = to.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= zip.length - wanted.length; i++) {
            if (Arrays.equals(zip, i, i + wanted.length, wanted, 0, wanted.length)) {
                System.arraycopy(other, 0, result, i, other.length);
            }
        }
        return result;
    }
}
