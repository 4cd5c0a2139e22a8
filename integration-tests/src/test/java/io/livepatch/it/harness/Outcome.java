package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.util.List;

/** How a command of the tool ended. */
public record Outcome(List<String> arguments, int exit, String out, String err) {
    /** Fails unless the command ended with this exit status. */
    @CanIgnoreReturnValue
    public Outcome assertExit(int expected) {
        assertThat(exit)
                .as("exit status of %s%nstdout: %s%nstderr: %s", arguments, out, err)
                .isEqualTo(expected);
        return this;
    }

    /** Fails unless standard error has this text. */
    @CanIgnoreReturnValue
    public Outcome assertSays(String text) {
        assertThat(err).as("standard error of %s", arguments).contains(text);
        return this;
    }

    /** Standard output as one JSON document. */
    public JsonObject json() {
        try {
            return JsonParser.object().from(out);
        } catch (JsonParserException e) {
            throw new AssertionError("not one JSON document on standard output of " + arguments + ": " + out, e);
        }
    }
}
