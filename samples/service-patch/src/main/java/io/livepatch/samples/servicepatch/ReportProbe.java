package io.livepatch.samples.servicepatch;

import io.livepatch.samples.service.ReportService;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Whether the service hands its secret report to a client without credentials. */
public class ReportProbe {
    private ReportProbe() {}

    /** Asks a service of its own in this JVM, so the running one sees no request. */
    public static boolean vulnerable() throws IOException {
        try (ReportService service = new ReportService()) {
            URI report = URI.create("http://localhost:" + service.port() + "/report");
            HttpURLConnection request = (HttpURLConnection) report.toURL().openConnection();
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        }
    }
}
