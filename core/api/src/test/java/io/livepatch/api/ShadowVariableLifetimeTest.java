package io.livepatch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowVariableLifetimeTest {
    private static final String ID = "test.lifetime";
    private static final int MANY = 1_000_000;

    @AfterEach
    void free() {
        ShadowVariables.freeAll(ID, null);
    }

    private static void awaitCollection(Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            System.gc();
            return condition.call();
        });
    }

    /** A kilobyte for each of them would be four times the heap of the tests. */
    @Test
    void valuesOfAMillionObjects_goWithTheObjects() {
        Object kept = new Object();
        ShadowVariables.alloc(kept, ID, () -> "kept");
        for (int i = 0; i < MANY; i++) {
            ShadowVariables.alloc(new Object(), ID, () -> new byte[1_000]);
        }

        awaitCollection(() -> ShadowTable.count() == 1);

        assertThat(ShadowVariables.get(kept, ID)).isEqualTo("kept");
    }

    @Test
    void valueOfAnObjectThatIsGone_isLetGoOfByTheNextCall() {
        WeakReference<Object> value = variableOfGarbage();
        Object other = new Object();

        awaitCollection(() -> {
            ShadowVariables.get(other, ID);
            return value.refersTo(null);
        });
    }

    private static WeakReference<Object> variableOfGarbage() {
        return new WeakReference<>(ShadowVariables.alloc(new Object(), ID, Object::new));
    }

    @Test
    void valueThatRefersToItsObject_keepsItUntilFreed() {
        WeakReference<Object> object = objectThatItsValueRefersTo();
        WeakReference<Object> garbage = variableOfGarbage();
        awaitCollection(() -> ShadowTable.count() == 1 && garbage.refersTo(null));
        assertThat(object.get()).isNotNull();

        assertThat(ShadowVariables.freeAll(ID, null)).isEqualTo(1);

        awaitCollection(() -> object.refersTo(null));
    }

    private static WeakReference<Object> objectThatItsValueRefersTo() {
        Object object = new Object();
        ShadowVariables.alloc(object, ID, () -> List.of(object));
        return new WeakReference<>(object);
    }

    @Test
    void valueThatRefersToItsObjectWeakly_keepsNothing() {
        Object object = new Object();
        WeakReference<Object> watched = new WeakReference<>(object);
        ShadowVariables.alloc(object, ID, () -> new WeakReference<>(watched.get()));
        object = null;

        awaitCollection(() -> watched.refersTo(null) && ShadowTable.count() == 0);
    }

    /** What is made twice here: a class, with its loader, that holds an object of its own. */
    static final class Singleton {
        static final Object INSTANCE = new Singleton();
    }

    private static final class OwnLoader extends ClassLoader {
        OwnLoader() {
            super(ShadowVariableLifetimeTest.class.getClassLoader());
        }

        Object singleton() throws IOException, ReflectiveOperationException {
            var field = singletonClass().getDeclaredField("INSTANCE");
            field.setAccessible(true);
            return field.get(null);
        }

        Object another() throws IOException, ReflectiveOperationException {
            var constructor = singletonClass().getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        }

        private Class<?> singletonClass() throws IOException {
            String name = Singleton.class.getName();
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                Class<?> present = findLoadedClass(name);
                byte[] classFile = in.readAllBytes();
                return present != null ? present : defineClass(name, classFile, 0, classFile.length);
            }
        }
    }

    /** The object goes first, so that its variable waits to be let go of when the loader has to go too; and nobody calls us again. */
    @Test
    void variableOfAnObjectThatIsGone_doesNotKeepTheLoader() throws Exception {
        OwnLoader loader = new OwnLoader();
        WeakReference<Object> gone = variableOfGarbage(loader);
        WeakReference<ClassLoader> watched = new WeakReference<>(loader);
        awaitCollection(() -> gone.refersTo(null));
        loader = null;

        awaitCollection(() -> watched.refersTo(null));
    }

    private static WeakReference<Object> variableOfGarbage(OwnLoader loader) throws Exception {
        Object object = loader.another();
        Object value = loader.singleton();
        ShadowVariables.alloc(object, ID, () -> value);
        return new WeakReference<>(object);
    }

    @Test
    void variablesOfObjectsThatTheirClassHolds_doNotKeepTheLoader() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            OwnLoader loader = new OwnLoader();
            Object singleton = loader.singleton();
            ShadowVariables.alloc(singleton, ID, () -> List.of(singleton));
            loaders.add(new WeakReference<>(loader));
        }
        assertThat(ShadowTable.count()).isPositive();

        awaitCollection(() -> loaders.stream().allMatch(each -> each.refersTo(null)));
        awaitCollection(() -> ShadowTable.count() == 0);
    }
}
