package io.livepatch.reshape;

import static org.assertj.core.api.Assertions.assertThat;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.bytecode.InvalidClassFileException;
import io.livepatch.testing.Sources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;

/** Classes that come beside a library may use what the running JVM has of it. */
class PatchCodeUsesTest {
    private static final String OLD = "package q; public class A extends java.util.ArrayList<String> {"
            + " public int one() { return 1; } int hidden() { return 1; } public int field; int hiddenField; }";
    private static final String NEW = "package q; public class A extends java.util.ArrayList<String> {"
            + " public int one() { return 2; } public int hidden() { return 2; } public int field; public int hiddenField;"
            + " public int two() { return 2; } public static int added; public int size() { return 0; }"
            + " public A() { } public A(int i) { } }";
    private static final String SUBCLASS = "package q; public class C extends A { }";
    private static final String ADDED = "package q; public class B { public int three() { return 3; } }";

    private static final String NOT_BROUGHT = "package q; public class D { }";

    private static List<String> unusable(String expression) throws InvalidClassFileException {
        String user = "package p; class User { Object use(q.A a) { return " + expression + "; } }";
        Map<String, byte[]> before = Sources.compile(17, OLD, SUBCLASS);
        Map<String, byte[]> after = Sources.compile(17, NEW, SUBCLASS, ADDED, NOT_BROUGHT);
        ClassNode node = ClassFiles.read(
                Sources.compile(17, NEW, SUBCLASS, ADDED, NOT_BROUGHT, user).get("p/User"));
        return new PatchCodeUses(side(before), side(after), new NewNames(Map.of("q/B", "q/B2"))).unusable(node);
    }

    private static Side side(Map<String, byte[]> classFiles) {
        return new Side(classFiles.keySet(), name -> {
            try {
                return ClassFiles.read(classFiles.get(name));
            } catch (InvalidClassFileException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void unusable_whatBothHave_isNothing() throws Exception {
        assertThat(unusable("a.one() + a.field + new q.A().size()")).isEmpty();
    }

    @Test
    void unusable_addedMembers_areThose() throws Exception {
        assertThat(unusable("a.two() + q.A.added + new q.A(1).one()"))
                .containsExactlyInAnyOrder("q.A.two()I", "q.A.added", "q.A.<init>(I)V");
    }

    @Test
    void unusable_addedMethodByAHandle_isThat() throws Exception {
        assertThat(unusable("((java.util.function.Supplier<Integer>) a::two)")).containsExactly("q.A.two()I");
    }

    @Test
    void unusable_addedMethodThatASubclassInherits_isThat() throws Exception {
        assertThat(unusable("new q.C().two()")).containsExactly("q.C.two()I");
    }

    @Test
    void unusable_whatOldKeepsToItsPackage_isThat() throws Exception {
        assertThat(unusable("a.hidden() + a.hiddenField"))
                .containsExactlyInAnyOrder("q.A.hidden()I", "q.A.hiddenField");
    }

    @Test
    void unusable_addedClassOfThePatch_isNothing() throws Exception {
        assertThat(unusable("new q.B().three()")).isEmpty();
    }

    @Test
    void unusable_addedClassThatThePatchDoesNotBring_isThat() throws Exception {
        assertThat(unusable("new q.D()")).containsExactly("q.D");
    }

    @Test
    void unusable_addedOverrideOfAnInheritedMethod_isNothing() throws Exception {
        assertThat(unusable("a.size()")).isEmpty();
    }
}
