package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetSelectorTest {
    private final Tool tool = new Tool();

    @BeforeEach
    void moreJvms() {
        tool.engine.install(false);
        tool.jvms
                .with(12, "/opt/shop/cart-service.jar")
                .with(13, "com.example.ShopAdmin")
                .with(14, RunningJvm.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "cart, 12", "cart-service.jar, 12", "Admin, 13", "example.ShopA, 13"})
    void select_pidOrUniquePart_findsIt(String target, long pid) throws CommandException {
        assertThat(new TargetSelector(tool.jvms).select(target).pid()).isEqualTo(pid);
    }

    @Test
    void select_ambiguous_returns2AndListsTheMatches() {
        Tool.Result result = tool.run("status", "Shop", "--json");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.json().getObject("error").getString("kind")).isEqualTo("AMBIGUOUS_JVM");
        assertThat(result.err()).isEqualToNormalizingNewlines("""
                        livepatch: 'Shop' matches 2 JVMs; give the process id of one:
                          4711  com.example.Shop
                          13  com.example.ShopAdmin
                        """);
    }

    @ParameterizedTest
    @CsvSource({"nothing", "opt", "''", "99999", "123456789012345678901234567890"})
    void select_noMatch_returns6(String target) {
        Tool.Result result = tool.run("status", target);

        assertThat(result.status()).isEqualTo(6);
        assertThat(result.out()).isEmpty();
    }
}
