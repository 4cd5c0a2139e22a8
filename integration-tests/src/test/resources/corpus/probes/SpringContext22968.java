package corpus;

import java.util.Map;
import org.springframework.beans.MutablePropertyValues;
import org.springframework.validation.DataBinder;

/** A field that must not be bound must not be bound under a name in other letters either. */
public class SpringContext22968 {
    public static boolean vulnerable() {
        return bound("Size") == 17;
    }

    public static void ordinary() {
        if (bound("other") != 17 || bound("size") != 0) {
            throw new AssertionError("a field is bound wrongly");
        }
    }

    /** The value of the field {@code size} after binding, where a field is disallowed. */
    private static int bound(String disallowed) {
        Form form = new Form();
        DataBinder binder = new DataBinder(form);
        binder.setDisallowedFields(disallowed);
        binder.bind(new MutablePropertyValues(Map.of("size", "17")));
        return form.getSize();
    }

    public static class Form {
        private int size;

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }
    }
}
