package io.livepatch.it.restart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/** Classes and members that the new release of a library has and the old one does not: code from outside cannot link with them while it is patched. */
final class AddedApi {
    /** The errors of a JVM that finds a class, a method or a field no longer, or not yet, and how each names it. */
    private static final Pattern LINK_ERROR = Pattern.compile(
            "java\\.lang\\.(?:NoClassDefFoundError: (?<type>[^ ]+)"
                    + "|NoSuchMethodError: '(?<method>.+)'"
                    + "|NoSuchFieldError: (?:Class (?<owner>[^ ]+) does not have member field '[^ ]+ (?<member>.+)'|(?<field>[^ ]+)))");

    private final Set<String> added;

    private AddedApi(Set<String> added) {
        this.added = added;
    }

    /** Compares two releases. */
    static AddedApi between(Path oldJar, Path newJar) {
        Set<String> added = api(newJar);
        added.removeAll(api(oldJar));
        return new AddedApi(added);
    }

    /** What of it an exception says is not there; empty if the exception says something else, or names what no release has or both do. */
    Optional<String> missedBy(String exception) {
        Matcher error = LINK_ERROR.matcher(exception);
        if (!error.matches()) {
            return Optional.empty();
        }
        String named = error.group("type") != null
                ? error.group("type").replace('/', '.')
                : error.group("method") != null
                        ? error.group("method")
                        : error.group("member") != null
                                ? error.group("owner") + "." + error.group("member")
                                : error.group("field");
        return Optional.of(named).filter(added::contains);
    }

    /** As the JVM's errors name them; fields also without their class, as older JVMs do. */
    private static Set<String> api(Path jar) {
        Set<String> api = new HashSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().endsWith(".class")) {
                    ClassNode type = new ClassNode();
                    new ClassReader(file.getInputStream(entry)).accept(type, ClassReader.SKIP_CODE);
                    addTo(api, type);
                }
            }
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addTo(Set<String> api, ClassNode type) {
        String owner = type.name.replace('/', '.');
        api.add(owner);
        type.fields.forEach(field -> api.addAll(Set.of(owner + "." + field.name, field.name)));
        type.methods.forEach(method -> api.add(Type.getReturnType(method.desc).getClassName() + " " + owner + "."
                + method.name
                + Arrays.stream(Type.getArgumentTypes(method.desc))
                        .map(Type::getClassName)
                        .collect(Collectors.joining(", ", "(", ")"))));
    }
}
