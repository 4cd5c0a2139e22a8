package io.livepatch.api;

/**
 * Code of a patch that runs when the patch comes into force and when it goes, for what method bodies alone cannot mend: caches,
 * singletons, registrations, files. {@code livepatch build --callbacks CLASS} puts it into the bundle.
 *
 * <p>A public class with a public constructor without parameters. There is one instance for each class loader that has classes of
 * the patch, made before its {@link #prePatch} and let go of after its {@link #postUnpatch}, so its fields keep what the one has to tell the other. A
 * class annotated with {@link OncePerJvm} has one instance in the JVM.
 *
 * <table>
 * <caption>When they run</caption>
 * <tr><th>method</th><th>after</th><th>the side that all threads are on</th></tr>
 * <tr><td>{@code prePatch}</td><td>the patch was found to fit the loaded classes</td><td>old</td></tr>
 * <tr><td>{@code postPatch}</td><td>every thread has moved to the new code</td><td>new</td></tr>
 * <tr><td>{@code preUnpatch}</td><td>somebody disables the patch</td><td>new</td></tr>
 * <tr><td>{@code postUnpatch}</td><td>every thread has moved back to the old code</td><td>old</td></tr>
 * </table>
 *
 * <p>The rules are those of the kernel. {@code postUnpatch} runs only where {@code prePatch} has returned, {@code preUnpatch} only
 * where {@code postPatch} has run: a patch that is turned round before all threads had moved gets {@code postUnpatch} alone, and one whose disabling is
 * turned round gets {@code postPatch} again. Several callbacks of a patch run in the order in which the
 * bundle lists them, for all four methods. A patch whose place another one takes gets no callback: the newcomer takes over by its {@link SystemState}.
 *
 * <p>In a class loader that comes later, {@code prePatch} and {@code postPatch} run soon after the first class of the patch was
 * loaded there. The new code is in force from the first call on, so it must get along with a state that is not prepared yet.
 *
 * <p>Callbacks run one at a time, on a thread of their own which holds no lock of the agent, while application threads go on. Each has 30 seconds unless {@code --callback-timeout} says otherwise; one
 * that takes longer is interrupted and left to itself. What {@code prePatch} throws refuses the patch, and leaves the JVM as it was. What the others throw is
 * reported to the operator, and changes nothing else.
 *
 * @see <a href="https://docs.kernel.org/livepatch/callbacks.html">(Un)patching Callbacks</a>
 */
public interface PatchCallbacks {
    /**
     * Before any code changes. Checks whether the patch can be applied, and allocates what it needs.
     *
     * @throws Exception to refuse the patch; its message is for the operator
     */
    default void prePatch(PatchContext context) throws Exception {}

    /** After the last thread has moved to the new code: nobody runs old code any more. */
    default void postPatch(PatchContext context) throws Exception {}

    /** Before the first thread moves back to the old code. Undoes {@link #postPatch}. */
    default void preUnpatch(PatchContext context) throws Exception {}

    /** After the last thread has moved back to the old code. Frees what {@link #prePatch} allocated. */
    default void postUnpatch(PatchContext context) throws Exception {}
}
