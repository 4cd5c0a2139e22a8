package io.livepatch.control;

import java.util.Objects;

/** The version of livepatch-jvm itself. */
public final class ProductVersion {
    private ProductVersion() {}

    /** The version in the manifest this class was loaded with, {@code development} outside a packaged JAR. */
    public static String current() {
        String version = ProductVersion.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(version, "development");
    }
}
