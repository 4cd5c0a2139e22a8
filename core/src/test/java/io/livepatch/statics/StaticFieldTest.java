package io.livepatch.statics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Which classes may have compiled code with the value of a field in it. */
class StaticFieldTest {
    private static final String OWNER =
            "package lib; public class Owner { private static final Object OWN = \"\"; static final Object OURS = \"\";"
                    + " protected static final Object HEIRS = \"\"; public static final Object ALL = \"\"; }";
    private static final String NEIGHBOUR = "package lib; class Neighbour { }";
    private static final String STRANGER = "package other; class Stranger { }";

    private final ClassLoader loader = ThisJvm.load(OWNER, NEIGHBOUR, STRANGER);

    private StaticField field(String name) throws ReflectiveOperationException {
        return StaticField.of(new JdkUnsafe(), loader.loadClass("lib.Owner"), name);
    }

    @Test
    void isInReachOf_fieldOfAPackage_isThatOfItsOwnLoaderOnly() throws Exception {
        for (String name : new String[] {"OWN", "OURS"}) {
            StaticField field = field(name);

            assertThat(field.isInReachOf(loader.loadClass("lib.Neighbour"))).isTrue();
            assertThat(field.isInReachOf(loader.loadClass("other.Stranger"))).isFalse();
            assertThat(field.isInReachOf(ThisJvm.load(OWNER).loadClass("lib.Owner")))
                    .isFalse();
        }
    }

    @Test
    void isInReachOf_openField_isEveryLoaderButTheOneThatAsksNobody() throws Exception {
        for (String name : new String[] {"HEIRS", "ALL"}) {
            StaticField field = field(name);

            assertThat(field.isInReachOf(loader.loadClass("other.Stranger"))).isTrue();
            assertThat(field.isInReachOf(StaticFieldTest.class)).isTrue();
            assertThat(field.isInReachOf(String.class)).isFalse();
        }
    }

    @Test
    void isInReachOf_openFieldOfTheBootLoader_isEverybody() throws Exception {
        StaticField field = StaticField.of(new JdkUnsafe(), Collections.class, "EMPTY_LIST");

        assertThat(field.isInReachOf(String.class)).isTrue();
        assertThat(field.isInReachOf(StaticFieldTest.class)).isTrue();
    }
}
