package io.livepatch.weave;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.model.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import me.tongfei.progressbar.ProgressBar;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import picocli.CommandLine;

/**
 * Arms every method of whole libraries, each with its own body on both sides, and has the JVM and our own verifier judge the
 * result: what compilers really emit, in class files of many versions.
 */
class WeaverCorpusTest {
    /** Puts woven classes before the JVM's verifier; everything else comes from the class path of the test. */
    private static final class WeavingLoader extends ClassLoader {
        private final JarFile jar;

        WeavingLoader(JarFile jar) {
            super(WeaverCorpusTest.class.getClassLoader());
            this.jar = jar;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                JarEntry entry = jar.getJarEntry(name.replace('.', '/') + ".class");
                if (loaded == null && entry != null) {
                    byte[] woven = woven(entry);
                    loaded = defineClass(name, woven, 0, woven.length);
                }
                return loaded != null ? loaded : super.loadClass(name, resolve);
            }
        }

        private byte[] woven(JarEntry entry) throws ClassNotFoundException {
            try {
                return Redirected.toTestDispatcher(arm(jar, entry));
            } catch (Exception e) {
                throw new ClassNotFoundException(entry.getName(), e);
            }
        }
    }

    private static byte[] arm(JarFile jar, JarEntry entry) throws Exception {
        byte[] original = read(jar, entry);
        ClassNode node = ClassFiles.read(original);
        Body self = new Body.Patched("self", original);
        List<MethodPlan> methods = new ArrayList<>();
        for (MethodNode method : node.methods) {
            if (ClassFiles.hasBody(method) && !method.name.equals("<clinit>")) {
                Fingerprint same = Fingerprints.of(node, method);
                methods.add(new MethodPlan(ClassFiles.id(method), same, same, Body.ORIGINAL, self, false, false));
            }
        }
        if (methods.isEmpty()) {
            return original;
        }
        return Weaver.weave(original, methods, WovenClass.ARMING).classFile();
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {CommandLine.class, ProgressBar.class, ClassNode.class, Assertions.class, ArchConfiguration.class
            })
    void weave_everyMethodOfALibrary_isAcceptedByTheJvmAndByUs(Class<?> member) throws Exception {
        URI source = member.getProtectionDomain().getCodeSource().getLocation().toURI();
        List<String> problems = new ArrayList<>();
        int linked = 0;
        try (JarFile jar = new JarFile(source.getPath())) {
            WeavingLoader loader = new WeavingLoader(jar);
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .filter(entry -> !entry.getName().startsWith("META-INF/")
                            && !entry.getName().endsWith("-info.class"))
                    .toList();
            for (JarEntry entry : entries) {
                WovenClass.problems(arm(jar, entry)).forEach(problem -> problems.add(entry.getName() + ": " + problem));
                String name = entry.getName().substring(0, entry.getName().length() - ".class".length());
                if (link(loader, name.replace('/', '.'), problems)) {
                    linked++;
                }
            }
        }
        assertThat(problems).isEmpty();
        assertThat(linked).isPositive();
    }

    /** Linking verifies. */
    @SuppressWarnings("ReturnValueIgnored")
    private static boolean link(ClassLoader loader, String name, List<String> problems) {
        try {
            Class.forName(name, false, loader).getDeclaredConstructors();
            return true;
        } catch (NoClassDefFoundError e) {
            // an optional dependency that is not there; says nothing of the weaving
            return false;
        } catch (ClassNotFoundException | LinkageError e) {
            problems.add(name + ": " + e);
            return false;
        }
    }
}
