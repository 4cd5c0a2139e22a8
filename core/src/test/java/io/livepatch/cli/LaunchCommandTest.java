package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchCommandTest {
    @ParameterizedTest
    @CsvSource({
        "java -Xmx1g com.example.Shop --port 80, com.example.Shop",
        "java -cp a.jar com.example.Shop, com.example.Shop",
        "java --class-path=a.jar -Dx=y com.example.Shop, com.example.Shop",
        "java -XX:-UsePerfData -jar /opt/shop.jar run, /opt/shop.jar",
        "java -p mods -m shop/com.example.Shop, shop/com.example.Shop",
        "java --add-opens java.base/java.lang=ALL-UNNAMED Shop, Shop",
        "java @options, ''",
        "java -version, ''",
        "java -jar, ''",
        "java, ''"
    })
    void mainClass_ofACommandLine_isTheFirstWordThatIsNoOption(String line, String expected) {
        assertThat(LaunchCommand.mainClass(List.of(line.split(" "))).orElse("")).isEqualTo(expected);
    }
}
