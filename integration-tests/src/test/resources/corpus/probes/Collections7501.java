package corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.collections.CollectionUtils;
import org.apache.commons.collections.functors.InvokerTransformer;

/** A transformer that calls whatever method is named to it must not come out of a stream, nor go into one. */
public class Collections7501 {
    private static final byte[] STREAM = stream();

    public static boolean vulnerable() throws IOException, ClassNotFoundException {
        boolean reads = reads();
        return writes() || reads;
    }

    private static boolean writes() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(InvokerTransformer.getInstance("length"));
            return true;
        } catch (UnsupportedOperationException refused) {
            return false;
        }
    }

    private static boolean reads() throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(STREAM))) {
            return in.readObject() instanceof InvokerTransformer;
        } catch (UnsupportedOperationException refused) {
            return false;
        }
    }

    public static void ordinary() {
        List<Object> words = new ArrayList<>(List.of("a", "bcd"));
        CollectionUtils.transform(words, InvokerTransformer.getInstance("length"));
        if (!words.equals(List.of(1, 3))) {
            throw new AssertionError(words);
        }
    }

    /** What a sender makes up, who needs no such object: the class, and not one field. */
    private static byte[] stream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
            out.writeShort(ObjectStreamConstants.STREAM_VERSION);
            out.writeByte(ObjectStreamConstants.TC_OBJECT);
            out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
            out.writeUTF("org.apache.commons.collections.functors.InvokerTransformer");
            out.writeLong(-8653385846894047688L);
            out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
            out.writeShort(0);
            out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
            out.writeByte(ObjectStreamConstants.TC_NULL);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
