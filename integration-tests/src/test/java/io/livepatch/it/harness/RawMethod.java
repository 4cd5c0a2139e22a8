package io.livepatch.it.harness;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Bytecode and the constant pool it refers to, as a debugger gets them, made into a class file that can be parsed. */
final class RawMethod {
    private static final int CONSTANT_UTF8 = 1;
    private static final int CONSTANT_CLASS = 7;
    private static final int CONSTANT_METHODREF = 10;
    private static final int CONSTANT_NAME_AND_TYPE = 12;
    private static final int CONSTANT_METHOD_HANDLE = 15;
    private static final int REF_INVOKE_STATIC = 6;
    private static final int ANY_STACK_AND_LOCALS = 0xFFFF;
    private static final int ADDED = 8;

    private RawMethod() {}

    /**
     * Parses a method (layout: JVMS 4.1). Its class has one made-up bootstrap method for each constant, which is at least as
     * many as invokedynamic instructions can refer to.
     *
     * @param constants the constant pool's entries
     * @param count one more than there are (JVMS 4.1)
     */
    static MethodNode parse(byte[] constants, int count, byte[] code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(0xCAFEBABE);
            out.writeInt(Opcodes.V17);
            out.writeShort(count + ADDED);
            out.write(constants);
            int name = count;
            utf8(out, "method");
            int descriptor = count + 1;
            utf8(out, "()V");
            int codeAttribute = count + 2;
            utf8(out, "Code");
            int bootstrapAttribute = count + 3;
            utf8(out, "BootstrapMethods");
            int owner = count + 4;
            out.writeByte(CONSTANT_CLASS);
            out.writeShort(name);
            int nameAndType = count + 5;
            out.writeByte(CONSTANT_NAME_AND_TYPE);
            out.writeShort(name);
            out.writeShort(descriptor);
            int reference = count + 6;
            out.writeByte(CONSTANT_METHODREF);
            out.writeShort(owner);
            out.writeShort(nameAndType);
            int handle = count + 7;
            out.writeByte(CONSTANT_METHOD_HANDLE);
            out.writeByte(REF_INVOKE_STATIC);
            out.writeShort(reference);

            out.writeShort(Opcodes.ACC_PUBLIC);
            out.writeShort(owner);
            out.writeShort(0); // superclass
            out.writeShort(0); // interfaces
            out.writeShort(0); // fields
            out.writeShort(1); // methods
            out.writeShort(Opcodes.ACC_STATIC);
            out.writeShort(name);
            out.writeShort(descriptor);
            out.writeShort(1); // attributes of the method
            out.writeShort(codeAttribute);
            out.writeInt(2 + 2 + 4 + code.length + 2 + 2);
            out.writeShort(ANY_STACK_AND_LOCALS);
            out.writeShort(ANY_STACK_AND_LOCALS);
            out.writeInt(code.length);
            out.write(code);
            out.writeShort(0); // exception table
            out.writeShort(0); // attributes of the code
            out.writeShort(1); // attributes of the class
            out.writeShort(bootstrapAttribute);
            out.writeInt(2 + count * 4);
            out.writeShort(count);
            for (int i = 0; i < count; i++) {
                out.writeShort(handle);
                out.writeShort(0); // arguments
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        ClassNode node = new ClassNode();
        new ClassReader(bytes.toByteArray()).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return node.methods.get(0);
    }

    private static void utf8(DataOutputStream out, String text) throws IOException {
        out.writeByte(CONSTANT_UTF8);
        out.writeUTF(text);
    }
}
