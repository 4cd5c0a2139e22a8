package io.livepatch.weave;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** Lets woven code run in a JVM without the real dispatcher: its calls go to {@link TestDispatcher}. */
final class Redirected {
    private Redirected() {}

    static byte[] toTestDispatcher(byte[] woven) {
        String ours = TestDispatcher.class.getName().replace('.', '/');
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(woven)
                .accept(new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, Dispatcher.INTERNAL_NAME, ours)), 0);
        return writer.toByteArray();
    }
}
