/** What callbacks of a patch do with static fields and live objects, and how it is taken back. */
package io.livepatch.statics;
