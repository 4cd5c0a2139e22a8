package io.livepatch.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.bridge.DefinedClasses;
import io.livepatch.testing.Sources;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class AddedDefinitionsTest {
    private static final int THREADS = 8;
    private static final Map<String, byte[]> CLASS_FILES = Sources.compile(
            17,
            "package p; public class Thing { }",
            "package p; public class Between extends Thing { }",
            "package p; public class One implements Runnable { public void run() { } }",
            "package p; public class Two extends One { }",
            "package p; public class Sub extends Between { }",
            "package q; public class Elsewhere { }");

    private final DefinedClasses book = new DefinedClasses();
    private final ClassDefiner definer = new ClassDefiner(book);

    /** Has the library, and not what a patch adds. */
    private static final class Library extends ClassLoader {
        private static final Set<String> CLASSES = Set.of("p.Thing", "p.Between");

        static {
            registerAsParallelCapable();
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!CLASSES.contains(name)) {
                throw new ClassNotFoundException(name);
            }
            byte[] classFile = classFile(name);
            return defineClass(name, classFile, 0, classFile.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] classFile = CLASS_FILES.get(name.replace(".class", ""));
            return classFile == null ? null : new ByteArrayInputStream(classFile);
        }
    }

    private static byte[] classFile(String name) {
        return CLASS_FILES.get(name.replace('.', '/'));
    }

    private static AddedDefinitions adding(String... names) {
        return new AddedDefinitions(new AddedClasses(List.of(names), AddedDefinitionsTest::classFile));
    }

    private static Passing passing(ClassLoader loader) {
        return new Passing("p.Thing", loader.getUnnamedModule(), loader, null, "p/Thing"::equals);
    }

    @Test
    void define_loadedClass_putsThemBesideIt() throws Exception {
        Library loader = new Library();
        Class<?> thing = loader.loadClass("p.Thing");

        adding("p.One", "p.Two").define(definer, loader, List.of(thing));

        Class<?> two = Class.forName("p.Two", false, loader);
        assertThat(two.getClassLoader()).isSameAs(loader);
        assertThat(two.getProtectionDomain()).isSameAs(thing.getProtectionDomain());
        assertThat(book.contains(two)).isTrue();
        assertThat(book.contains(thing)).isFalse();
    }

    @Test
    void define_again_usesTheClassesThatAreThere() throws Exception {
        Library loader = new Library();
        List<Class<?>> patched = List.of(loader.loadClass("p.Thing"));
        adding("p.One").define(definer, loader, patched);
        Class<?> one = Class.forName("p.One", false, loader);

        adding("p.One", "p.Two").define(definer, loader, patched);

        assertThat(Class.forName("p.Two", false, loader).getSuperclass()).isSameAs(one);
    }

    @Test
    void define_sameNameWithAnotherContent_isRefused() throws Exception {
        Library loader = new Library();
        List<Class<?>> patched = List.of(loader.loadClass("p.Thing"));
        adding("p.One").define(definer, loader, patched);
        byte[] other = Sources.compile(17, "package p; public class One { int other; }")
                .get("p/One");
        AddedDefinitions added = new AddedDefinitions(new AddedClasses(List.of("p.One"), name -> other));

        assertThatThrownBy(() -> added.define(definer, loader, patched))
                .isInstanceOf(WeavingException.class)
                .hasMessageContaining("class p.One was added before with another content");
    }

    @Test
    void define_classOfTheApplication_isRefusedAndNotOurs() throws Exception {
        Library loader = new Library();
        Class<?> thing = loader.loadClass("p.Thing");

        assertThatThrownBy(() -> adding("p.Thing").define(definer, loader, List.of(thing)))
                .isInstanceOf(WeavingException.class)
                .hasMessageContaining("class p.Thing cannot be added, since the application has a class of that name");
        assertThat(book.contains(thing)).isFalse();
    }

    @Test
    void define_packageThatTheModuleLacks_isRefused() {
        Class<?> inModule = Logger.class;

        assertThatThrownBy(() -> adding("q.Elsewhere").define(definer, null, List.of(inModule)))
                .isInstanceOf(WeavingException.class)
                .hasMessageContaining("module java.logging has no package q");
    }

    @Test
    void defineWithin_manyThreads_allFindThemThere() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < 200; round++) {
                Library loader = new Library();
                AddedDefinitions added = adding("p.One", "p.Two");
                CyclicBarrier start = new CyclicBarrier(THREADS);
                Callable<Boolean> work = () -> {
                    start.await();
                    String reason = added.defineWithin(definer, passing(loader));
                    return reason == null && book.contains(Class.forName("p.Two", true, loader));
                };
                List<Boolean> results = new ArrayList<>();
                for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                    results.add(each.get());
                }
                assertThat(results).as("round %d", round).containsOnly(true);
                assertThat(added.failedIn(loader)).isFalse();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void defineWithin_supertypeThatIsPatchedAndNotLoaded_failsForThisLoaderAndLoadsNothing() throws Exception {
        Library loader = new Library();
        Library other = new Library();
        other.loadClass("p.Between");
        AddedDefinitions added = adding("p.Sub");

        assertThat(added.defineWithin(definer, passing(loader)))
                .contains("class p.Sub cannot be added while p.Thing is loaded, since p.Thing is patched too");
        assertThat(added.defineWithin(definer, passing(loader)))
                .as("asked again")
                .isNotNull();
        assertThat(added.failedIn(loader)).isTrue();
        assertThat(definer.isLoaded("p.Thing", loader)).isFalse();
        assertThat(definer.isLoaded("p.Between", loader)).isFalse();

        assertThat(added.defineWithin(definer, passing(other))).isNull();
        assertThat(added.failedIn(other)).isFalse();
    }

    @Test
    void problems_badBody_isFoundWithoutLoading() {
        AddedClasses good = new AddedClasses(List.of("p.One", "p.Two"), AddedDefinitionsTest::classFile);

        assertThat(good.problems(new Library())).isEmpty();
        assertThat(new AddedClasses(List.of("p.One"), name -> WithBadBody.of(classFile(name))).problems(new Library()))
                .singleElement()
                .asString()
                .startsWith("p.One: run()V, instruction 1");
    }
}
