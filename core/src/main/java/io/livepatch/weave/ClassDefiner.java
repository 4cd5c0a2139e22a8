package io.livepatch.weave;

import io.livepatch.bridge.DefinedClasses;
import io.livepatch.bridge.DefinedClasses.Definition;
import io.livepatch.weave.AddedClasses.Added;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;

/**
 * Defines classes in the loaders of others, and keeps book of them. It goes by the entry into the JVM that every loader uses, so
 * a thread in the middle of it is seen as one that defines a class. May be called by application threads: no lock, no waiting.
 */
public final class ClassDefiner {
    private final DefinedClasses book;
    private final MethodHandle define;
    private final MethodHandle setSigners;
    private final MethodHandle findLoaded;
    private final MethodHandle findBoot;

    /** Needs {@code java.lang} to be open to us. */
    public ClassDefiner(DefinedClasses book) {
        this.book = book;
        try {
            Lookup lookup = MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup());
            define = lookup.findStatic(
                    ClassLoader.class,
                    "defineClass1",
                    MethodType.methodType(
                            Class.class,
                            ClassLoader.class,
                            String.class,
                            byte[].class,
                            int.class,
                            int.class,
                            ProtectionDomain.class,
                            String.class));
            setSigners = lookup.findVirtual(
                    ClassLoader.class, "setSigners", MethodType.methodType(void.class, Class.class, Object[].class));
            MethodType find = MethodType.methodType(Class.class, String.class);
            findLoaded = lookup.findVirtual(ClassLoader.class, "findLoadedClass", find);
            findBoot = lookup.findStatic(ClassLoader.class, "findBootstrapClassOrNull", find);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK does not let us define classes", e);
        }
    }

    /**
     * Defines a class unless it is there already and ours.
     *
     * @param loader null for the boot loader
     * @return the class, or null if another thread of ours is about to have it there or had it there before
     * @throws WeavingException if the JVM refuses, or another class of that name is there
     */
    Class<?> define(Added added, ClassLoader loader, ProtectionDomain domain) throws WeavingException {
        String name = added.name();
        Definition definition = book.of(loader, name, added.digest());
        if (!definition.isOf(added.digest())) {
            throw new WeavingException(
                    "class " + name + " was added before with another content, and cannot be replaced");
        }
        if (definition.isDone()) {
            return null;
        }
        definition.attempt();
        byte[] classFile = added.classFile();
        try {
            Class<?> type =
                    (Class<?>) define.invokeExact(loader, name, classFile, 0, classFile.length, domain, (String) null);
            sign(type, loader, domain);
            book.confirm(loader, name, definition);
            return type;
        } catch (Throwable e) {
            boolean present = e instanceof LinkageError && isLoaded(name, loader);
            if (present && (definition.isDone() || definition.isContended())) {
                // Another thread was faster. Nobody waits for it to note that: a class of our names that comes while
                // two
                // threads define it is taken for ours.
                return null;
            }
            book.forget(loader, name, definition);
            throw new WeavingException(
                    present
                            ? "class " + name + " cannot be added, since the application has a class of that name"
                            : "class " + name + " cannot be added: " + e,
                    e);
        }
    }

    /** The entry into the JVM leaves that to its caller: the signers of a class are those of the place that it comes from. */
    private void sign(Class<?> type, ClassLoader loader, ProtectionDomain domain) throws Throwable {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        Certificate[] certificates = source == null ? null : source.getCertificates();
        if (certificates != null) {
            setSigners.invokeExact(loader, type, (Object[]) certificates);
        }
    }

    /** Whether a loader has recorded a class of that name, so that asking for it loads nothing. */
    boolean isLoaded(String name, ClassLoader loader) {
        try {
            Class<?> found = loader == null
                    ? (Class<?>) findBoot.invokeExact(name)
                    : (Class<?>) findLoaded.invokeExact(loader, name);
            return found != null;
        } catch (Throwable e) {
            throw new IllegalStateException("looking up " + name + " failed", e);
        }
    }
}
