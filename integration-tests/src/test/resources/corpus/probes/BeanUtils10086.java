package corpus;

import java.lang.reflect.InvocationTargetException;
import org.apache.commons.beanutils.PropertyUtilsBean;

/** The class of a bean, and with it the class loader, is none of its properties. */
public class BeanUtils10086 {
    public static boolean vulnerable() throws IllegalAccessException, InvocationTargetException {
        try {
            return new PropertyUtilsBean().getProperty(new Form(), "class") == Form.class;
        } catch (NoSuchMethodException refused) {
            return false;
        }
    }

    public static void ordinary() throws ReflectiveOperationException {
        Form form = new Form();
        PropertyUtilsBean properties = new PropertyUtilsBean();
        properties.setProperty(form, "size", 17);
        if (!Integer.valueOf(17).equals(properties.getProperty(form, "size"))) {
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
