package io.livepatch.samples.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Entry point of the demo.
 *
 * <p>Usage: {@code java -cp samples/target/classes:samples/target/tools/* io.livepatch.samples.demo.Demo JAVA}, from the
 * project's directory, after a build; {@code samples/demo.sh} does all that. {@code JAVA} is the launcher of the JVM that
 * the service runs on. Ends with 0 if all was as told, else with 1. {@code -Dcolours=true} makes it colourful.
 */
public final class Demo {
    private static final Path LIVEPATCH = Path.of("agent", "target", "livepatch.jar");
    private static final Path TARGET = Path.of("samples", "target");
    private static final Path WORK = TARGET.resolve("demo");

    private Demo() {}

    public static void main(String[] args) {
        Transcript told = new Transcript(System.out, Boolean.getBoolean("colours"));
        boolean well = play(args[0], told);
        System.exit(well ? 0 : 1);
    }

    private static boolean play(String serviceJava, Transcript told) {
        long start = System.nanoTime();
        try (Processes processes = new Processes(WORK)) {
            Path old = Library.in(TARGET.resolve("lib"));
            Path fix = Library.in(TARGET.resolve("fix"));
            Path bundle = WORK.resolve("fix.jar");
            Files.deleteIfExists(bundle);
            ServiceProcess service = ServiceProcess.start(processes, serviceJava, TARGET);
            ReportClient client = new ReportClient(service.address());
            Livepatch livepatch = new Livepatch(processes, LIVEPATCH);
            try (Load load = new Load(client, "before apply")) {
                new Scenario(told, livepatch, service, client, load).play(old, fix, bundle);
                load.finish();
                told.chapter("Summary");
                told.table(load.phases());
                load.checkSound();
            }
            told.conclusion("Everything was as told. It took "
                    + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s.");
            return true;
        } catch (CheckFailed e) {
            told.failure(e.getMessage());
        } catch (Exception e) {
            told.failure(e.toString());
        }
        told.line("What the service and each command printed is in " + WORK + ".");
        return false;
    }
}
