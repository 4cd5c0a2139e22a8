package io.livepatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TableTest {
    @Test
    void lines_cellsOfDifferentWidth_areAligned() {
        Table table = new Table("A", "LONG", "C");
        table.row("wide", 1, "x");
        table.row("", 22, "");

        assertThat(table.lines(Ansi.OFF)).containsExactly("A     LONG  C", "wide  1     x", "      22");
    }

    @Test
    void lines_controlCharacters_areReplaced() {
        Table table = new Table("A");
        table.row("a\u001b[31m\n\u202eb");

        assertThat(table.lines(Ansi.OFF)).containsExactly("A", "a?[31m??b");
    }

    @Test
    void lines_onATerminal_haveABoldHeading() {
        assertThat(new Table("A").lines(Ansi.ON)).containsExactly("\u001b[1mA\u001b[0m");
    }
}
