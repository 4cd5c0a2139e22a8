package io.livepatch.samples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service with one secret report.
 *
 * <p>{@code GET /report} answers 200 to who may read the report and 403 to others; who sends {@code Authorization: Bearer}
 * with the {@linkplain AccessDecision#TOKEN token} may. The body says how the decision came about, see {@link Verdict}.
 * With the header {@code Session-Store: slow} the request stays in the middle of its access decision until
 * {@code POST /release}; meanwhile {@code GET /held} names the threads of such requests, one a line.
 *
 * <p>Usage: {@code java -cp … io.livepatch.samples.service.ReportService}. Prints {@code Java V, listening on port N} once it
 * answers, and ends when its standard input does, so that it never outlives the program that started it.
 */
public final class ReportService implements AutoCloseable {
    private static final int REQUEST_THREADS = 16;

    private final SlowLane slowLane = new SlowLane();
    private final ExecutorService requestThreads;
    private final HttpServer server;

    /** Starts to listen on a free port of the loopback interface. */
    public ReportService() throws IOException {
        AtomicInteger number = new AtomicInteger();
        requestThreads = Executors.newFixedThreadPool(
                REQUEST_THREADS, task -> new Thread(task, "request-" + number.incrementAndGet()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(requestThreads);
        server.createContext("/report", this::report);
        server.createContext("/held", exchange -> answer(exchange, 200, String.join("\n", slowLane.heldThreads())));
        server.createContext("/release", exchange -> {
            slowLane.release();
            answer(exchange, 200, "released");
        });
        server.start();
    }

    public static void main(String[] args) throws IOException {
        try (ReportService service = new ReportService()) {
            System.out.printf("Java %s, listening on port %d%n", System.getProperty("java.version"), service.port());
            while (System.in.read() >= 0) {
                // whatever is typed means nothing; only the end of the input does
            }
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void report(HttpExchange exchange) throws IOException {
        boolean slow = "slow".equals(exchange.getRequestHeaders().getFirst("Session-Store"));
        Sessions sessions = new Sessions(slow ? slowLane : Sessions.QUICK);
        Verdict verdict = AccessDecision.decide(exchange.getRequestHeaders().getFirst("Authorization"), sessions);
        answer(exchange, verdict.granted() ? 200 : 403, verdict.text());
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Stops. Lets held requests go, so that their threads end, but does not wait for their answers to be sent. */
    @Override
    public void close() {
        slowLane.release();
        server.stop(0);
        requestThreads.shutdown();
    }
}
