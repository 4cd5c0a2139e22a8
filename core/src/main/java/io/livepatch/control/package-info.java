/**
 * The operator's connection: typed commands and replies, their JSON form, the Unix domain socket they travel on. Both ends
 * use it, the command line as client and the engine as server; it knows neither.
 */
package io.livepatch.control;
