package corpus;

import org.springframework.web.util.UriComponentsBuilder;

/** A backslash must not hide from the parser which host a browser would go to. */
public class SpringWeb22262 {
    public static boolean vulnerable() {
        try {
            return "evil.test".equals(host("https://shop.test\\@evil.test/cart"));
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    public static void ordinary() {
        if (!"shop.test".equals(host("https://me@shop.test:8443/cart?x=y"))) {
            throw new AssertionError("a plain host is read wrongly");
        }
    }

    private static String host(String uri) {
        return UriComponentsBuilder.fromUriString(uri).build().getHost();
    }
}
