package io.livepatch.samples.springbeans;

import org.springframework.beans.BeanWrapperImpl;

/** Whether a request parameter can reach the class loader of the bean that it is bound to, by the module of its class. */
public class ClassLoaderProbe {
    private ClassLoaderProbe() {}

    /** What requests are bound to. */
    public static class Form {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String next) {
            name = next;
        }
    }

    public static boolean vulnerable() {
        return new BeanWrapperImpl(new Form()).isReadableProperty("class.module.classLoader");
    }
}
