package corpus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.Arrays;

/** Groups in groups that nobody asked for must not use up the stack. */
public class Protobuf7254 {
    private static final int START_GROUP_1 = 11;
    private static final int END_GROUP_1 = 12;

    public static boolean vulnerable() throws IOException {
        byte[] message = new byte[100_000];
        Arrays.fill(message, 0, message.length / 2, (byte) START_GROUP_1);
        Arrays.fill(message, message.length / 2, message.length, (byte) END_GROUP_1);
        try {
            CodedInputStream.newInstance(message).skipMessage();
            return true;
        } catch (StackOverflowError exhausted) {
            return true;
        } catch (InvalidProtocolBufferException refused) {
            return false;
        }
    }

    public static void ordinary() throws IOException {
        byte[] message = {START_GROUP_1, 16, 17, END_GROUP_1, 24, 5};
        CodedInputStream.newInstance(message).skipMessage();
        UnknownFieldSet read = UnknownFieldSet.parseFrom(message);
        if (!Arrays.equals(message, read.toByteArray()) || read.getField(3).getVarintList().get(0) != 5) {
            throw new AssertionError(read);
        }
    }
}
