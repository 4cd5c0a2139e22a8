package corpus;

import com.google.gson.Gson;
import com.google.gson.internal.LinkedTreeMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamConstants;
import java.util.Map;

/** Maps of the library must not come out of a stream, which could fill them without end. */
public class Gson25647 {
    private static final byte[] STREAM = stream();

    public static boolean vulnerable() throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(STREAM))) {
            return in.readObject() instanceof LinkedTreeMap;
        } catch (InvalidObjectException refused) {
            return false;
        }
    }

    public static void ordinary() {
        Map<?, ?> read = new Gson().fromJson("{\"a\": [1, {\"b\": null}]}", Map.class);
        if (!"{\"a\":[1.0,{}]}".equals(new Gson().toJson(read))) {
            throw new AssertionError(read);
        }
    }

    /** What a sender makes up: the class, and not one field. */
    private static byte[] stream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
            out.writeShort(ObjectStreamConstants.STREAM_VERSION);
            out.writeByte(ObjectStreamConstants.TC_OBJECT);
            out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
            out.writeUTF(LinkedTreeMap.class.getName());
            out.writeLong(ObjectStreamClass.lookup(LinkedTreeMap.class).getSerialVersionUID());
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
