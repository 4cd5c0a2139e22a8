package io.livepatch.reshape;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Whether code may touch a member of a class of OLD directly, with the modifiers that it has in the running JVM (JVMS 5.4.4). */
final class AccessRules {
    private static final int VISIBILITY = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE;

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
     * @param flagsAfter of the member in NEW
     */
    boolean isOpen(Place place, String home, ClassNode owner, int flags, int flagsAfter) {
        if (place == Place.IN_PLACE && isAsInNew(home, owner, flags, flagsAfter)) {
            // the compiler of NEW has let it through under the same conditions
            return true;
        }
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

    private boolean isAsInNew(String home, ClassNode owner, int flags, int flagsAfter) {
        ClassNode before = versions.before(home);
        ClassNode after = versions.after(home);
        ClassNode ownerAfter = versions.after(owner.name);
        return before != null
                && after != null
                && ownerAfter != null
                && (flags & VISIBILITY) == (flagsAfter & VISIBILITY)
                && (owner.access & VISIBILITY) == (ownerAfter.access & VISIBILITY)
                && host(before).equals(host(after))
                && host(owner).equals(host(ownerAfter));
    }

    private boolean areNestMates(String home, ClassNode owner) {
        ClassNode node = versions.before(home);
        return node != null && host(node).equals(host(owner));
    }

    private static String host(ClassNode node) {
        return node.nestHostClass == null ? node.name : node.nestHostClass;
    }
}
