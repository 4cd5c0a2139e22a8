package io.livepatch.it.pairs;

/** From the narrowest to the widest. */
enum Access {
    PRIVATE("private "),
    PACKAGE(""),
    PROTECTED("protected "),
    PUBLIC("public ");

    final String text;

    Access(String text) {
        this.text = text;
    }
}
