package corpus;

import org.jsoup.Jsoup;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/** A control character must not hide a script in the address of a link. */
public class Jsoup36033 {
    private static final Cleaner KEPT = new Cleaner(relative());

    public static boolean vulnerable() {
        String link = "<a href='java\u0001script:alert(1)'>click</a>";
        return Jsoup.clean(link, "https://shop.test/", relative()).contains("script:");
    }

    public static void ordinary() {
        String page = "<p><a href='/cart'>cart</a><script>alert(1)</script></p>";
        String clean = Jsoup.clean(page, "https://shop.test/", relative());
        boolean cleanedBefore = KEPT.isValid(Jsoup.parse("<p>text</p>"));
        if (!clean.contains("<a href=\"/cart\"") || clean.contains("alert") || !cleanedBefore) {
            throw new AssertionError(clean);
        }
    }

    private static Safelist relative() {
        return Safelist.basic().preserveRelativeLinks(true);
    }
}
