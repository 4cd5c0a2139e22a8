/**
 * What applications and patches may call: {@link io.livepatch.api.PatchPoint} from anywhere; from patches {@link io.livepatch.api.PatchCallbacks}
 * with what a {@link io.livepatch.api.PatchContext} gives, and {@link io.livepatch.api.ShadowVariables}. Nothing here changes the JVM where the livepatch
 * agent is not.
 */
package io.livepatch.api;
