/**
 * Class files read with ASM: parsing that survives garbage, fingerprints of method bodies, verification of bodies without
 * loading a class.
 */
package io.livepatch.bytecode;
