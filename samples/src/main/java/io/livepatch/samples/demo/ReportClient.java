package io.livepatch.samples.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Speaks to the service. Thread-safe. */
final class ReportClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    ReportClient(URI address) {
        this.address = address;
    }

    /** Asks for the report as the one user who may read it. */
    Answer user() throws IOException, InterruptedException {
        return report(true, get("/report").header("Authorization", "Bearer alice"));
    }

    /** The exploit: asks for the report without credentials. */
    Answer anonymous() throws IOException, InterruptedException {
        return report(false, get("/report"));
    }

    /** The exploit again, staying in the middle of the access decision until {@link #release()}. */
    Answer slowAnonymous() throws IOException, InterruptedException {
        return report(false, get("/report").header("Session-Store", "slow"));
    }

    /** Names of the service's threads that run a slow request. */
    List<String> heldThreads() throws IOException, InterruptedException {
        return send(get("/held")).body().lines().filter(line -> !line.isEmpty()).toList();
    }

    /** Lets slow requests go on. */
    void release() throws IOException, InterruptedException {
        send(get("/release").POST(HttpRequest.BodyPublishers.noBody()));
    }

    private Answer report(boolean credentials, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request);
        return Answer.parse(response.statusCode(), credentials, response.body());
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
