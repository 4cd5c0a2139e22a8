package io.livepatch.patchcode;

import io.livepatch.api.SystemState;
import io.livepatch.model.Callbacks.DeclaredState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The states that one patch declares, with what its callbacks keep there. Thread-safe. */
public final class StateBook {
    private final Map<String, Kept> states;

    StateBook(List<DeclaredState> declared) {
        states = declared.stream().map(Kept::new).collect(Collectors.toUnmodifiableMap(Kept::id, Function.identity()));
    }

    /** A state of the patch; empty if it declares none of this id. */
    public Optional<SystemState> find(String id) {
        return Optional.ofNullable(states.get(id));
    }

    /** Lets go of the data: nobody is left to ask for it. */
    void clear() {
        states.values().forEach(each -> each.setData(null));
    }

    private static final class Kept implements SystemState {
        private final DeclaredState declared;
        private volatile Object data;

        Kept(DeclaredState declared) {
            this.declared = declared;
        }

        @Override
        public String id() {
            return declared.id();
        }

        @Override
        public int version() {
            return declared.version();
        }

        @Override
        public Object data() {
            return data;
        }

        @Override
        public void setData(Object next) {
            data = next;
        }
    }
}
