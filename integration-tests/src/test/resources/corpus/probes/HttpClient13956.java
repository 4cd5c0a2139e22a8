package corpus;

import java.net.URI;
import org.apache.http.HttpHost;
import org.apache.http.client.utils.URIUtils;

/** A second at sign must not lead a request to another host. */
public class HttpClient13956 {
    public static boolean vulnerable() {
        HttpHost host = URIUtils.extractHost(URI.create("http://me@evil.test:8080@shop.test/cart"));
        return host != null && host.getHostName().startsWith("evil");
    }

    public static void ordinary() {
        HttpHost host = URIUtils.extractHost(URI.create("https://me:secret@shop.test:8443/cart"));
        if (!"https://shop.test:8443".equals(host.toURI())) {
            throw new AssertionError(host.toURI());
        }
    }
}
