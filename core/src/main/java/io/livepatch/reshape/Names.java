package io.livepatch.reshape;

import org.objectweb.asm.Type;

/**
 * Names of added classes. They end in a hash of all added classes of the bundle, so that the same content has the same names
 * wherever it is applied again, and another content others. Until the content is known the hash is {@link #OPEN}.
 */
final class Names {
    private static final String MARK = "$livepatch$";
    /** Where the hash will stand. */
    static final String OPEN = MARK + "00000000";

    private Names() {}

    /** The final form of a name, or of a text that contains names. */
    static String closed(String text, String hash) {
        return text.replace(OPEN, MARK + hash);
    }

    /** What stands beside a class: its added methods and static fields. */
    static String companion(String owner) {
        return owner + OPEN;
    }

    /** A new class. */
    static String added(String name) {
        return name + OPEN;
    }

    /** The added fields of an object. */
    static String holder(String owner) {
        return owner + "$fields" + OPEN;
    }

    /** What reaches the members that the classes of a package may not touch. */
    static String access(String user) {
        return user.substring(0, user.lastIndexOf('/') + 1) + "Access" + OPEN;
    }

    static boolean samePackage(String one, String other) {
        return one.substring(0, one.lastIndexOf('/') + 1).equals(other.substring(0, other.lastIndexOf('/') + 1));
    }

    /** The descriptor of an instance method as a static one that gets its receiver first. */
    static String withReceiver(String owner, String descriptor) {
        return "(" + Type.getObjectType(owner).getDescriptor() + descriptor.substring(1);
    }

    /** The descriptor of a constructor as a static method that gets a null first and returns the object. */
    static String asFactory(String owner, String descriptor) {
        String object = Type.getObjectType(owner).getDescriptor();
        return "(" + object + descriptor.substring(1, descriptor.lastIndexOf(')') + 1) + object;
    }

    static String where(String owner, String member) {
        return owner.replace('/', '.') + "." + member;
    }
}
