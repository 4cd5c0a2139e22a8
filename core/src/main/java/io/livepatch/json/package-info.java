/** What bundle and control socket require of JSON text before it is parsed: it may come from anybody. */
package io.livepatch.json;
