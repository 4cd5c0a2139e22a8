/**
 * Makes NEW fit the shape of the classes that run: what HotSpot cannot add to a loaded class goes beside it, into companions, access
 * classes, holders of added fields and renamed new classes, and the bodies that stay are rewritten to find it there. Works on
 * class files; loads nothing.
 */
package io.livepatch.reshape;
