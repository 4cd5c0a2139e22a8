package corpus;

import java.net.URI;
import java.time.Instant;
import org.apache.http.HttpHost;
import org.apache.http.client.utils.URIUtils;
import org.apache.http.cookie.MalformedCookieException;
import org.apache.http.impl.cookie.BasicClientCookie;
import org.apache.http.impl.cookie.BasicExpiresHandler;

/** A second at sign must not lead a request to another host. */
public class HttpClient13956 {
    /** Lives as long as the application, as the cookie specifications of a client do. */
    private static final BasicExpiresHandler EXPIRES =
            new BasicExpiresHandler(new String[] {"yyyy-MM-dd'T'HH:mm:ss zzz"});

    public static boolean vulnerable() {
        HttpHost host = URIUtils.extractHost(URI.create("http://me@evil.test:8080@shop.test/cart"));
        return host != null && host.getHostName().startsWith("evil");
    }

    public static void ordinary() throws MalformedCookieException {
        HttpHost host = URIUtils.extractHost(URI.create("https://me:secret@shop.test:8443/cart"));
        if (!"https://shop.test:8443".equals(host.toURI())) {
            throw new AssertionError(host.toURI());
        }
        BasicClientCookie cookie = new BasicClientCookie("name", "value");
        EXPIRES.parse(cookie, "2026-01-01T00:00:00 GMT");
        if (!Instant.parse("2026-01-01T00:00:00Z").equals(cookie.getExpiryDate().toInstant())) {
            throw new AssertionError(cookie);
        }
    }
}
