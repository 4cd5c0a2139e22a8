package io.livepatch.samples.springbeans;

import io.livepatch.api.PatchCallbacks;
import io.livepatch.api.PatchContext;
import java.util.List;
import java.util.Map;
import org.springframework.beans.CachedIntrospectionResults;

/**
 * Empties the cache of what introspection has found of each class. The fix changes what is found, and what was found before it would be used for
 * ever. Both times all threads are on one side, so that nobody fills the cache with what the other side finds.
 */
public class ForgetIntrospection implements PatchCallbacks {
    private static final List<String> CACHES = List.of("strongClassCache", "softClassCache");

    @Override
    public void prePatch(PatchContext context) throws NoSuchFieldException {
        // refuses the patch where a cache has another name or form
        for (String each : CACHES) {
            if (!(context.statics().get(CachedIntrospectionResults.class, each) instanceof Map)) {
                throw new IllegalStateException("the cache " + each + " is no map");
            }
        }
    }

    @Override
    public void postPatch(PatchContext context) throws NoSuchFieldException {
        forget(context);
    }

    @Override
    public void postUnpatch(PatchContext context) throws NoSuchFieldException {
        forget(context);
    }

    private static void forget(PatchContext context) throws NoSuchFieldException {
        for (String each : CACHES) {
            ((Map<?, ?>) context.statics().get(CachedIntrospectionResults.class, each)).clear();
        }
    }
}
