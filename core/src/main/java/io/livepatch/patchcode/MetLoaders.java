package io.livepatch.patchcode;

import io.livepatch.bridge.LoaderBook;

/** The loaders beside which callbacks have run or been refused. Holds none of them. */
final class MetLoaders {
    private LoaderBook<Boolean> book = new LoaderBook<>();

    /** Returns whether it was not there. */
    boolean add(ClassLoader loader) {
        if (book.find(loader) != null) {
            return false;
        }
        book.put(loader, Boolean.TRUE);
        return true;
    }

    void clear() {
        book = new LoaderBook<>();
    }
}
