package io.livepatch.bytecode;

import io.livepatch.model.Fingerprint;
import io.livepatch.model.MethodId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Fingerprints of the methods of one class: SHA-256 over an unambiguous encoding of the body, which sees instructions with
 * symbolic operands, exception table, constants with their type, and bootstrap methods, but no line numbers, frames, local
 * variable names, constant pool order, stack sizes or annotations. A method without body has a fingerprint too.
 *
 * <p>A fingerprint depends on the class file alone. Not safe for use by several threads.
 */
public final class Fingerprints {
    /** Nesting of lambdas beyond which they are seen by name, which bounds the recursion for hostile class files. */
    private static final int MAX_NESTING = 64;

    private final ClassNode owner;
    private final Map<MethodId, Lambda> lambdas = new HashMap<>();

    private record Lambda(LambdaName name, MethodNode method) {}

    public Fingerprints(ClassNode owner) {
        this.owner = owner;
        for (MethodNode method : owner.methods) {
            LambdaName.of(method).ifPresent(name -> lambdas.put(ClassFiles.id(method), new Lambda(name, method)));
        }
    }

    /** The fingerprint that bundles hold: lambdas of the class are seen by content, not by number. */
    public static Fingerprint of(ClassNode owner, MethodNode method) {
        return new Fingerprints(owner).of(method, LambdaReferences.BY_CONTENT);
    }

    /** The fingerprint of a method of the class with a chosen view of lambdas. */
    public Fingerprint of(MethodNode method, LambdaReferences view) {
        LambdaEncoding lambdaEncoding = switch (view) {
            case BY_CONTENT -> new ByContent();
            case BY_NAME -> (id, out) -> false;
            case BY_ENCLOSING_METHOD -> this::enclosingMethod;
        };
        return new Fingerprint(encode(method, lambdaEncoding).hex());
    }

    private CanonicalDigest encode(MethodNode method, LambdaEncoding lambdaEncoding) {
        CanonicalDigest out = new CanonicalDigest();
        new BodyEncoder(owner.name, lambdaEncoding, out).encode(method);
        return out;
    }

    private boolean enclosingMethod(MethodId id, CanonicalDigest out) {
        Optional<Lambda> lambda = Optional.ofNullable(lambdas.get(id));
        lambda.ifPresent(l -> out.tag('L').string(l.name().prefix()).string(id.descriptor()));
        return lambda.isPresent();
    }

    /** Encodes a reference to a method of the same class if it is one to a lambda body that has an encoding of its own. */
    interface LambdaEncoding {
        /** Returns false, without writing anything, if the reference is to be written like any other. */
        boolean encode(MethodId id, CanonicalDigest out);
    }

    /** Replaces a lambda's number by the fingerprint of its body; good for the methods reached from one root. */
    private final class ByContent implements LambdaEncoding {
        private final Map<MethodId, String> known = new HashMap<>();
        /** Lambdas being encoded, with their depth: one that reaches itself is encoded as a way back. */
        private final Map<MethodId, Integer> open = new HashMap<>();

        @Override
        public boolean encode(MethodId id, CanonicalDigest out) {
            Lambda lambda = lambdas.get(id);
            if (lambda == null) {
                return false;
            }
            Integer depth = open.get(id);
            if (depth == null && open.size() >= MAX_NESTING) {
                return false;
            }
            out.tag('L')
                    .string(lambda.name().prefix())
                    .string(id.descriptor())
                    .number(lambda.method().access & Opcodes.ACC_STATIC);
            out.string(depth != null ? "open " + depth : content(id, lambda.method()));
            return true;
        }

        private String content(MethodId id, MethodNode method) {
            String content = known.get(id);
            if (content == null) {
                open.put(id, open.size());
                content = Fingerprints.this.encode(method, this).hex();
                open.remove(id);
                known.put(id, content);
            }
            return content;
        }
    }
}
