package io.livepatch.statics;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Objects that a visitor has changed, and perhaps another one changes back. They are free to go meanwhile. */
final class Visit<T> implements Change {
    private final Class<T> type;
    private final Consumer<? super T> visitor;
    private final Consumer<? super T> undo;
    private final List<WeakReference<T>> visited = new ArrayList<>();
    private boolean isUndone;

    /** @param undo null if the changes stay */
    Visit(Class<T> type, Consumer<? super T> visitor, Consumer<? super T> undo) {
        this.type = type;
        this.visitor = visitor;
        this.undo = undo;
    }

    Class<T> type() {
        return type;
    }

    /** Visits an object. If the visitor throws, the object counts as not changed. */
    void to(T object) {
        visitor.accept(object);
        if (undo != null && !note(object)) {
            // a callback that was given up: the others have been changed back meanwhile
            undo.accept(object);
        }
    }

    private synchronized boolean note(T object) {
        if (!isUndone) {
            visited.add(new WeakReference<>(object));
        }
        return !isUndone;
    }

    private synchronized List<T> takeAlive() {
        isUndone = true;
        List<T> alive = new ArrayList<>();
        for (WeakReference<T> each : visited) {
            T object = each.get();
            if (object != null) {
                alive.add(object);
            }
        }
        visited.clear();
        return alive;
    }

    @Override
    public String undo() throws ChangeLeftException {
        List<T> alive = takeAlive();
        int failures = 0;
        Throwable first = null;
        for (T each : alive) {
            try {
                undo.accept(each);
            } catch (Throwable e) {
                // code of the patch's author: it may throw anything
                failures++;
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw new ChangeLeftException("changes of " + failures + " of " + alive.size() + " objects of the type "
                    + type.getName() + " could not be taken back, since the visitor of the patch failed: " + first);
        }
        return "";
    }

    @Override
    public String toString() {
        return "changes of objects of the type " + type.getName();
    }
}
