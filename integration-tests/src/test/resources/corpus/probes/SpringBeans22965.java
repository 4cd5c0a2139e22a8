package corpus;

import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.NotReadablePropertyException;

/** The class loader of a bean is none of its properties. */
public class SpringBeans22965 {
    private static final Form FORM = new Form();

    public static boolean vulnerable() {
        try {
            return new BeanWrapperImpl(FORM).getPropertyValue("class.module.classLoader") instanceof ClassLoader;
        } catch (NotReadablePropertyException refused) {
            return false;
        }
    }

    public static void ordinary() {
        BeanWrapperImpl form = new BeanWrapperImpl(new Form());
        form.setPropertyValue("size", "17");
        if (!Integer.valueOf(17).equals(form.getPropertyValue("size"))) {
            throw new AssertionError("a property is not set");
        }
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
