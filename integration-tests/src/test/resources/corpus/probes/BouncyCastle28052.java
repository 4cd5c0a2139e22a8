package corpus;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Another password than the one that was hashed must not do. */
public class BouncyCastle28052 {
    /** With it the salt has every digit, a dot and a slash, which is all that the comparison looked at. */
    private static final byte[] SALT = salt("./01234567899876543210");

    private static final String HASH = hash("correct");

    public static boolean vulnerable() {
        return OpenBSDBCrypt.checkPassword(HASH, "something else".toCharArray());
    }

    public static void ordinary() {
        if (!OpenBSDBCrypt.checkPassword(HASH, "correct".toCharArray()) || !hash("correct").equals(HASH)) {
            throw new AssertionError("the right password does not do");
        }
    }

    private static String hash(String password) {
        return OpenBSDBCrypt.generate(password.getBytes(StandardCharsets.UTF_8), SALT, 4);
    }

    /** Decodes six bits a character, in the alphabet of bcrypt. */
    private static byte[] salt(String text) {
        String alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        byte[] salt = new byte[16];
        for (int i = 0; i < salt.length * 8; i++) {
            int bit = alphabet.indexOf(text.charAt(i / 6)) >> (5 - i % 6) & 1;
            salt[i / 8] |= (byte) (bit << (7 - i % 8));
        }
        return salt;
    }
}
