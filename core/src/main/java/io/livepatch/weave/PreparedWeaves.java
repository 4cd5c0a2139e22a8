package io.livepatch.weave;

import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.model.MethodId;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Woven class files that were made before a transition began, so that it need not make them while threads wait to be moved.
 * Weaving depends on nothing but the class file that comes, the plan and the number of the transition: where all three are equal,
 * what was made then is what would be made now; where one differs, it is woven as ever.
 *
 * <p>Filled by one thread, handed on safely, then read by any: reading changes nothing and takes no lock. Holds no class, since a
 * transition may be held for days while loaders come and go. The bytes that were woven for a class stay when it goes, so whoever has
 * one of these drops it when the transition is over.
 */
public final class PreparedWeaves {
    /** Nothing was prepared. */
    public static final PreparedWeaves NONE = new PreparedWeaves();

    private final Map<Key, List<Made>> made = new HashMap<>();

    /** A class, which is compared by identity and may go. A key whose class has gone is equal to itself only. */
    private static final class Key extends WeakReference<Class<?>> {
        private final int hash;

        Key(Class<?> type) {
            super(type);
            hash = System.identityHashCode(type);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            Class<?> type = get();
            return type != null && other instanceof Key key && key.refersTo(type);
        }
    }

    private static final class Made {
        final byte[] received;
        final Map<MethodId, MethodPlan> methods;
        final int arming;
        final Weaver.Result result;

        Made(byte[] received, Map<MethodId, MethodPlan> methods, int arming, Weaver.Result result) {
            this.received = received;
            this.methods = methods;
            this.arming = arming;
            this.result = result;
        }

        boolean isOf(byte[] classFile, Map<MethodId, MethodPlan> plan, int number) {
            return arming == number && methods.equals(plan) && Arrays.equals(received, classFile);
        }
    }

    /**
     * Weaves a class, and keeps what came of it.
     *
     * @param received the class file as it came to our transformer
     * @throws InvalidClassFileException if it, or the one of a patch, cannot be read
     * @throws RuntimeException if the result would be too large for a class file
     */
    Weaver.Result prepare(Class<?> type, byte[] received, ClassPlan plan, int arming) throws InvalidClassFileException {
        Map<MethodId, MethodPlan> methods = plan.in(type.getClassLoader());
        Weaver.Result result = Weaver.weave(received, methods.values(), arming);
        // One that does not fit may yet fit when it is woven: more is known of it then.
        if (result.classFile() != null) {
            made.computeIfAbsent(new Key(type), each -> new ArrayList<>())
                    .add(new Made(received, methods, arming, result));
        }
        return result;
    }

    /** Prepares other plans for the classes that are known here. One that cannot be woven fails when it has to be, with the reason. */
    public void prepare(Collection<ClassPlan> plans, int arming) {
        for (Map.Entry<Key, List<Made>> each : List.copyOf(made.entrySet())) {
            Class<?> type = each.getKey().get();
            if (type == null) {
                continue;
            }
            byte[] received = each.getValue().get(0).received;
            for (ClassPlan plan : plans) {
                if (plan.name().equals(type.getName())) {
                    prepareIfPossible(type, received, plan, arming);
                }
            }
        }
    }

    private void prepareIfPossible(Class<?> type, byte[] received, ClassPlan plan, int arming) {
        try {
            prepare(type, received, plan, arming);
        } catch (InvalidClassFileException | RuntimeException e) {
            // It is woven again in the transition, fails there as well, and the command says why.
            return;
        }
    }

    /** What would be made of a class now; null if that was not prepared. */
    Weaver.Result find(Class<?> type, byte[] received, Map<MethodId, MethodPlan> methods, int arming) {
        for (Made each : made.getOrDefault(new Key(type), List.of())) {
            if (each.isOf(received, methods, arming)) {
                return each.result;
            }
        }
        return null;
    }
}
