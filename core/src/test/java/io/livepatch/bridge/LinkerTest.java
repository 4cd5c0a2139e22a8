package io.livepatch.bridge;

import static java.lang.invoke.MethodType.methodType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livepatch.api.ShadowVariables;
import io.livepatch.model.Bridge;
import io.livepatch.model.PatchApi;
import java.io.IOException;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;

class LinkerTest {
    private final Loaded loaded = new Loaded();

    private MethodHandle link(Bridge kind, String name, MethodType type, Object... more) throws Throwable {
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = kind.number();
        System.arraycopy(more, 0, arguments, 1, more.length);
        return link(loaded.lookup("Access"), name, type, arguments);
    }

    private MethodHandle link(Lookup lookup, String name, MethodType type, Object[] arguments) {
        Object site = loaded.linker().apply(new Object[] {lookup, name, type, arguments});
        assertThat(site).isInstanceOf(ConstantCallSite.class);
        MethodHandle handle = ((ConstantCallSite) site).getTarget();
        assertThat(handle.type()).isEqualTo(type);
        return handle;
    }

    private Class<?> thing() throws ClassNotFoundException {
        return loaded.type("Thing");
    }

    @Test
    void link_fieldOfAnObject_isReadAndWritten() throws Throwable {
        Object thing = loaded.thing(3);
        MethodHandle get = link(Bridge.GET_FIELD, "number", methodType(int.class, thing()), "p/Thing", "I");
        MethodHandle put = link(Bridge.PUT_FIELD, "number", methodType(void.class, thing(), int.class), "p/Thing", "I");

        put.invoke(thing, 8);

        assertThat((int) get.invoke(thing)).isEqualTo(8);
        assertThat(thing).hasToString("T8");
    }

    @Test
    void link_finalFieldOfAnObject_isWritten() throws Throwable {
        Object thing = loaded.thing(3);
        MethodHandle put = link(Bridge.PUT_FIELD, "fixed", methodType(void.class, thing(), int.class), "p/Thing", "I");

        put.invoke(thing, 4);

        assertThat(thing().getMethod("fixed").invoke(thing)).isEqualTo(4);
    }

    @Test
    void link_finalFieldThatNobodyMayWrite_isRefused() {
        assertThatThrownBy(() -> link(
                        Bridge.PUT_FIELD, "x", methodType(void.class, loaded.type("Point"), int.class), "p/Point", "I"))
                .isInstanceOf(IncompatibleClassChangeError.class)
                .hasMessageContaining("PUT_FIELD of p.Point.x I cannot be linked");
        assertThatThrownBy(() -> link(Bridge.PUT_STATIC, "CONSTANT", methodType(void.class, int.class), "p/Thing", "I"))
                .isInstanceOf(IncompatibleClassChangeError.class);
    }

    @Test
    void setter_finalFieldInANamedModule_opensItsPackageToUs() throws Throwable {
        Class<?> type = StringJoiner.class;
        assertThat(type.getModule().isOpen("java.util", getClass().getModule())).isFalse();
        OpenPackages.toUs(type);
        Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        StringJoiner joiner = new StringJoiner(",", "<", ">");

        FieldBridges.setter(lookup, type, "prefix", String.class).invoke(joiner, "[");

        assertThat(joiner).hasToString("[>");
    }

    @Test
    void link_staticField_isReadAndWritten() throws Throwable {
        MethodHandle get = link(Bridge.GET_STATIC, "total", methodType(long.class), "p/Thing", "J");
        MethodHandle put = link(Bridge.PUT_STATIC, "total", methodType(void.class, long.class), "p/Thing", "J");

        put.invoke(77L);

        assertThat((long) get.invoke()).isEqualTo(77L);
    }

    @Test
    void link_volatileFields_areReadAndWritten() throws Throwable {
        Object thing = loaded.thing(3);
        String descriptor = "Ljava/lang/String;";
        MethodHandle put =
                link(Bridge.PUT_VOLATILE, "word", methodType(void.class, thing(), String.class), "p/Thing", descriptor);
        put.invoke(thing, "new");
        MethodHandle get = link(Bridge.GET_VOLATILE, "word", methodType(String.class, thing()), "p/Thing", descriptor);
        assertThat((String) get.invoke(thing)).isEqualTo("new");
        link(Bridge.PUT_STATIC_VOLATILE, "letter", methodType(void.class, char.class), "p/Thing", "C")
                .invoke('z');
        assertThat((char) link(Bridge.GET_STATIC_VOLATILE, "letter", methodType(char.class), "p/Thing", "C")
                        .invoke())
                .isEqualTo('z');
    }

    @Test
    void link_privateMethod_isCalled() throws Throwable {
        MethodHandle call = link(
                Bridge.INVOKE_VIRTUAL,
                "secret",
                methodType(String.class, thing(), int.class),
                "p/Thing",
                "(I)Ljava/lang/String;");

        assertThat((String) call.invoke(loaded.thing(3), 5)).isEqualTo("secret 5");
    }

    @Test
    void link_overriddenProtectedMethod_isDispatched() throws Throwable {
        MethodHandle call = link(
                Bridge.INVOKE_VIRTUAL,
                "name",
                methodType(String.class, loaded.type("Base")),
                "p/Base",
                "()Ljava/lang/String;");

        assertThat((String) call.invoke(loaded.thing(3))).isEqualTo("thing");
    }

    @Test
    void link_protectedMethodOfAnotherPackage_isCalledOnTheSubclass() throws Throwable {
        MethodHandle call = link(
                Bridge.INVOKE_VIRTUAL, "clone", methodType(Object.class, thing()), "p/Thing", "()Ljava/lang/Object;");

        assertThat(call.invoke(loaded.thing(3))).isInstanceOf(thing());
    }

    @Test
    void link_staticMethodWithVariableArguments_takesTheArray() throws Throwable {
        MethodHandle call = link(Bridge.INVOKE_STATIC, "sum", methodType(int.class, int[].class), "p/Thing", "([I)I");

        assertThat((int) call.invoke(new int[] {1, 2, 3})).isEqualTo(6);
    }

    @Test
    void link_superCall_isNotDispatched() throws Throwable {
        MethodType type = methodType(String.class, thing());
        MethodHandle ofClass = link(Bridge.INVOKE_SPECIAL, "name", type, "p/Thing", "()Ljava/lang/String;", "p/Base");
        MethodHandle ofInterface =
                link(Bridge.INVOKE_SPECIAL, "greet", type, "p/Thing", "()Ljava/lang/String;", "p/Greeting");

        assertThat((String) ofClass.invoke(loaded.thing(3))).isEqualTo("base");
        assertThat((String) ofInterface.invoke(loaded.thing(3))).isEqualTo("hello T1");
    }

    @Test
    void link_privateConstructor_makesAnObject() throws Throwable {
        MethodHandle make = link(Bridge.NEW, "init", methodType(thing(), int.class), "p/Thing", "(I)V");

        assertThat(thing().getMethod("fixed").invoke(make.invoke(6))).isEqualTo(6);
    }

    @Test
    void link_allocation_runsTheConstructorOfTheSuperclassOnly() throws Throwable {
        MethodHandle make = link(
                Bridge.ALLOCATE,
                "init",
                methodType(thing(), String.class),
                "p/Thing",
                "(Ljava/lang/String;)V",
                "p/Base");

        Object made = make.invoke("allocated");

        assertThat(made).isExactlyInstanceOf(thing()).hasToString("T0");
        assertThat((String) link(
                                Bridge.INVOKE_VIRTUAL,
                                "inherited",
                                methodType(String.class, loaded.type("Base"), int.class),
                                "p/Base",
                                "(I)Ljava/lang/String;")
                        .invoke(made, 9))
                .isEqualTo("allocated9");
    }

    @Test
    void link_allocationByAnotherClassThanTheSuperclass_isRefused() {
        assertThatThrownBy(
                        () -> link(Bridge.ALLOCATE, "init", methodType(thing()), "p/Thing", "()V", "java/lang/Object"))
                .isInstanceOf(IncompatibleClassChangeError.class)
                .hasMessageContaining("its superclass is not java.lang.Object");
    }

    @Test
    void link_methodThatThrows_throwsTheSame() throws Throwable {
        MethodHandle call = link(Bridge.INVOKE_VIRTUAL, "fail", methodType(void.class, thing()), "p/Thing", "()V");
        Object thing = loaded.thing(3);

        assertThatThrownBy(() -> call.invoke(thing)).isExactlyInstanceOf(IOException.class);
    }

    @Test
    void link_lookupOfAClassThatNoPatchAdded_isRefused() throws Throwable {
        MethodType type = methodType(int.class, thing());
        Object[] arguments = {Bridge.GET_FIELD.number(), "p/Thing", "I"};

        assertThatThrownBy(() -> link(loaded.lookup("Stranger"), "number", type, arguments))
                .isInstanceOf(IllegalAccessError.class)
                .hasMessageContaining("p.Stranger was not added by a patch");
        assertThatThrownBy(() -> link(MethodHandles.lookup(), "number", type, arguments))
                .isInstanceOf(IllegalAccessError.class);
    }

    @Test
    void link_classOfTheSameNameInAnotherLoader_isRefused() throws Throwable {
        Object[] arguments = {Bridge.GET_FIELD.number(), "p/Thing", "I"};
        Lookup other = new Loaded().lookup("Access");

        assertThatThrownBy(() -> link(other, "number", methodType(int.class, thing()), arguments))
                .isInstanceOf(IllegalAccessError.class);
    }

    @Test
    void link_lookupWithFewerRights_isRefused() throws Throwable {
        Object[] arguments = {Bridge.GET_FIELD.number(), "p/Thing", "I"};
        MethodType type = methodType(int.class, thing());
        Lookup teleported = loaded.lookup("Stranger").in(loaded.type("Access"));
        Lookup dropped = loaded.lookup("Access").dropLookupMode(Lookup.PRIVATE);

        assertThatThrownBy(() -> link(teleported, "number", type, arguments)).isInstanceOf(IllegalAccessError.class);
        assertThatThrownBy(() -> link(dropped, "number", type, arguments)).isInstanceOf(IllegalAccessError.class);
    }

    @Test
    void link_ownerInAClosedModule_isRefused() {
        assertThatThrownBy(() -> link(
                        Bridge.GET_FIELD,
                        "slots",
                        methodType(Object[].class, ConcurrentSkipListMap.class),
                        "java/util/concurrent/ConcurrentSkipListMap",
                        "Ljava/lang/Object;"))
                .isInstanceOf(IllegalAccessError.class);
    }

    @Test
    void link_apiOfPatches_isTheEnginesOwnWhateverTheLoaderSees() throws Throwable {
        String descriptor = "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;";
        MethodHandle get = link(
                Bridge.API,
                "get",
                methodType(Object.class, Object.class, String.class),
                PatchApi.SHADOW_VARIABLES,
                descriptor);
        Object thing = loaded.thing(3);
        ShadowVariables.alloc(thing, "test.linker", () -> "value");

        assertThatThrownBy(() -> loaded.loadClass(ShadowVariables.class.getName()))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(get.invoke(thing, "test.linker")).isEqualTo("value");
        assertThatThrownBy(() -> get.invoke((Object) null, "test.linker"))
                .isExactlyInstanceOf(NullPointerException.class);
    }

    @Test
    void link_apiOfAnotherClassOrMember_isRefused() {
        MethodType type = methodType(void.class);
        String nothing = "()V";

        for (String owner : List.of("io/livepatch/bridge/Linker", "io/livepatch/api/PatchPoint", "p/Thing")) {
            assertThatThrownBy(() -> link(Bridge.API, "poll", type, owner, nothing))
                    .isExactlyInstanceOf(IllegalAccessError.class)
                    .hasMessage(owner.replace('/', '.') + " is no class that patched code may call");
        }
        assertThatThrownBy(() -> link(Bridge.API, "ofLaterVersion", type, PatchApi.SHADOW_VARIABLES, nothing))
                .isInstanceOf(IncompatibleClassChangeError.class)
                .hasMessageContaining("API of io.livepatch.api.ShadowVariables.ofLaterVersion ()V cannot be linked");
        assertThatThrownBy(() -> link(
                        Bridge.API,
                        "check",
                        methodType(void.class, Object.class, String.class),
                        PatchApi.SHADOW_VARIABLES,
                        "(Ljava/lang/Object;Ljava/lang/String;)V"))
                .isInstanceOf(IncompatibleClassChangeError.class);
    }

    @Test
    void link_memberThatIsNotThere_isRefused() {
        assertThatThrownBy(() -> link(Bridge.GET_FIELD, "missing", methodType(int.class, thing()), "p/Thing", "I"))
                .isInstanceOf(IncompatibleClassChangeError.class)
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> link(Bridge.GET_FIELD, "number", methodType(int.class, thing()), "p/Missing", "I"))
                .isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void link_argumentsOfALaterVersion_areRefused() throws Throwable {
        Lookup lookup = loaded.lookup("Access");
        MethodType type = methodType(int.class, thing());

        for (Object[] each : new Object[][] {
            {99, "p/Thing", "I"},
            {-1, "p/Thing", "I"},
            {Bridge.GET_FIELD.number(), "p/Thing"},
            {Bridge.GET_FIELD.number(), "p/Thing", "I", "p/Base"},
            {Bridge.INVOKE_SPECIAL.number(), "p/Thing", "()V"},
            {"GET_FIELD", "p/Thing", "I"},
            {}
        }) {
            assertThatThrownBy(() -> link(lookup, "number", type, each)).isInstanceOf(BootstrapMethodError.class);
        }
    }
}
