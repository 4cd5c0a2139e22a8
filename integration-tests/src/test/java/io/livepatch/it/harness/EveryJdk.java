package io.livepatch.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** A test with one {@link Jdk} parameter, run once on every JDK found. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(EveryJdk.Provider.class)
public @interface EveryJdk {
    /** The first feature release that the test makes sense on. */
    int from() default 0;

    /** Supplies the JDKs. */
    final class Provider implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            int from = context.getRequiredTestMethod()
                    .getAnnotation(EveryJdk.class)
                    .from();
            return Jdks.found().stream().filter(jdk -> jdk.feature() >= from).map(Arguments::of);
        }
    }
}
