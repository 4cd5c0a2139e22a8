package io.livepatch.finding;

import java.util.Objects;

/**
 * Something the operator has to know about a difference between OLD and NEW.
 *
 * @param kind {@link RefusalKind} or {@link WarningKind}
 * @param where {@code a.B}, {@code a.B.field}, {@code a.B.c(I)V}, or the name of a file
 * @param text what was found, what follows from it, what to do
 */
public record Finding<K extends Enum<K>>(K kind, String where, String text) {
    public Finding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(where);
        Objects.requireNonNull(text);
    }
}
