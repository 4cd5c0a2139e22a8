package io.livepatch.reshape;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Whether code may touch a member of a class of OLD directly, with the modifiers that it has in the running JVM (JVMS 5.4.4). */
final class AccessRules {
    private final TwoVersions versions;

    AccessRules(TwoVersions versions) {
        this.versions = versions;
    }

    /**
     * Whether the JVM lets code through.
     *
     * @param home the class that the code was written for
     * @param owner the class of OLD that declares the member
     * @param flags of the member in OLD
     */
    boolean isOpen(Place place, String home, ClassNode owner, int flags) {
        boolean samePackage = Names.samePackage(home, owner.name);
        if ((owner.access & Opcodes.ACC_PUBLIC) == 0 && !samePackage) {
            return false;
        }
        if ((flags & Opcodes.ACC_PUBLIC) != 0) {
            return true;
        }
        if ((flags & Opcodes.ACC_PRIVATE) != 0) {
            return place == Place.IN_PLACE && (home.equals(owner.name) || areNestMates(home, owner));
        }
        if (samePackage) {
            return true;
        }
        return (flags & Opcodes.ACC_PROTECTED) != 0 && place != Place.COMPANION && versions.isSubtype(home, owner.name);
    }

    private boolean areNestMates(String home, ClassNode owner) {
        ClassNode node = versions.before(home);
        return node != null && host(node).equals(host(owner));
    }

    private static String host(ClassNode node) {
        return node.nestHostClass == null ? node.name : node.nestHostClass;
    }
}
