package io.livepatch.weave;

import io.livepatch.bytecode.BodyVerifier;
import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.Fingerprints;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.MethodId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Two versions of a class, and the class files that weaving makes of them. */
final class WovenClass {
    static final int ARMING = 7;

    private final byte[] oldFile;
    private final byte[] newFile;
    private final ClassPlan armed;
    private final ClassPlan settled;

    WovenClass(byte[] oldFile, byte[] newFile) throws InvalidClassFileException {
        this.oldFile = oldFile;
        this.newFile = newFile;
        Body patched = new Body.Patched("patch", newFile);
        armed = plan(Body.ORIGINAL, patched);
        settled = plan(patched, patched);
    }

    private ClassPlan plan(Body from, Body to) throws InvalidClassFileException {
        ClassNode before = ClassFiles.read(oldFile);
        ClassNode after = ClassFiles.read(newFile);
        List<MethodPlan> methods = new ArrayList<>();
        for (MethodNode method : before.methods) {
            MethodId id = ClassFiles.id(method);
            var was = Fingerprints.of(before, method);
            var is = Fingerprints.of(after, ClassFiles.method(after, id).orElseThrow());
            if (!was.equals(is)) {
                methods.add(new MethodPlan(id, was, is, from, to, false, false));
            }
        }
        return ClassPlan.of(before.name.replace('/', '.'), methods);
    }

    ClassPlan armedPlan() {
        return armed;
    }

    ClassPlan settledPlan() {
        return settled;
    }

    /** What becomes of the methods that differ. */
    Collection<MethodPlan> armedMethods() {
        return methods(armed);
    }

    private static Collection<MethodPlan> methods(ClassPlan plan) {
        return plan.in(null).values();
    }

    byte[] armed() throws InvalidClassFileException {
        return armed(ARMING);
    }

    byte[] armed(int arming) throws InvalidClassFileException {
        return Weaver.weave(oldFile, methods(armed), arming).classFile();
    }

    /** The old class with its changed methods as guards of some other change. */
    byte[] guarded() throws InvalidClassFileException {
        List<MethodPlan> guards = methods(armed).stream()
                .map(each -> new MethodPlan(
                        each.id(), each.original(), each.original(), Body.ORIGINAL, Body.ORIGINAL, false, true))
                .toList();
        return Weaver.weave(oldFile, guards, ARMING).classFile();
    }

    byte[] settled() throws InvalidClassFileException {
        return Weaver.weave(oldFile, methods(settled), ARMING).classFile();
    }

    /** What our own verifier has against a class file. */
    static List<String> problems(byte[] classFile) throws InvalidClassFileException {
        return BodyVerifier.problems(
                ClassFiles.read(classFile), method -> true, ClassFileLocator.ForClassLoader.ofSystemLoader());
    }

    /** Defines the class in a loader of its own, where the JVM verifies it, with a public class in the place of the dispatcher. */
    Class<?> define(byte[] classFile) {
        String name = armed.name();
        return new ClassLoader(WovenClass.class.getClassLoader()) {
            Class<?> define() {
                byte[] file = Redirected.toTestDispatcher(classFile);
                return defineClass(name, file, 0, file.length);
            }
        }.define();
    }
}
