/**
 * What livepatch costs, measured and never asserted: {@code bench/gate.sh} and {@code bench/scale.sh} run these programs and
 * print the tables of docs/performance.md.
 */
package io.livepatch.bench;
