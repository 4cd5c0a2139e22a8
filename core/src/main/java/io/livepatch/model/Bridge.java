package io.livepatch.model;

/**
 * What an {@code invokedynamic} of an access class stands for. In the descriptors below P is the class that owns the member, T
 * the type of a field. The number is written in class files and never changes its meaning.
 *
 * <p>Static arguments of each: that number, the owner's internal name, the member's descriptor. The name of the instruction is
 * the member's, {@code init} for a constructor.
 */
public enum Bridge {
    /** {@code (P)T}. */
    GET_FIELD(0),
    /** {@code (P,T)V}; final fields of instances too. */
    PUT_FIELD(1),
    /** {@code ()T}. */
    GET_STATIC(2),
    /** {@code (T)V}. */
    PUT_STATIC(3),
    /** {@code (P,args)R}. */
    INVOKE_VIRTUAL(4),
    /** {@code (args)R}. */
    INVOKE_STATIC(5),
    /** {@code (P,args)R}, a super call by P. A fourth static argument names the class or interface to look in. */
    INVOKE_SPECIAL(6),
    /** {@code (args)P}, a constructor. */
    NEW(7),
    /**
     * {@code (superargs)P}: an object of P for which only the constructor of its superclass with that descriptor has run. A fourth
     * static argument names the superclass.
     */
    ALLOCATE(8),
    /**
     * {@code (P)Holder}: the holder of an object's added fields, made on first use. Owner is the holder class, which has a constructor
     * without arguments, and the descriptor that of its {@link #HOLDER_INITIALIZER}, {@code (LP;)V}; with {@code (Ljava/lang/Object;)V} the fields keep their
     * default values.
     */
    SHADOW(9),
    /** {@code (P from,P to)V}, after a {@code clone()}: gives {@code to} a copy of the holder of {@code from}, if there is one. */
    COPY_SHADOW(10),
    /** {@code (P)T}, of a volatile field. */
    GET_VOLATILE(11),
    /** {@code (P,T)V}, of a volatile field. */
    PUT_VOLATILE(12),
    /** {@code ()T}, of a volatile field. */
    GET_STATIC_VOLATILE(13),
    /** {@code (T)V}, of a volatile field. */
    PUT_STATIC_VOLATILE(14),
    /** {@code ()Lookup}: what {@code MethodHandles.lookup()} gives in the owner, for code of it that stands elsewhere. */
    LOOKUP(15),
    /** {@code (args)R}: a static method of {@link PatchApi#SHADOW_VARIABLES} in the engine's copy of the API. There is no other owner. */
    API(16);

    /** The method of a holder class that computes the values of added fields for an object that exists already. */
    public static final String HOLDER_INITIALIZER = "initialize";

    private final int number;

    Bridge(int number) {
        this.number = number;
    }

    /**
     * The kind of that number in a class file.
     *
     * @throws IllegalArgumentException if there is none: the class file was made for a later version
     */
    public static Bridge of(int number) {
        for (Bridge each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("no bridge has the number " + number);
    }

    /** As written in class files. */
    public int number() {
        return number;
    }

    /** Whether a fourth static argument names a superclass. */
    public boolean namesSuperclass() {
        return this == INVOKE_SPECIAL || this == ALLOCATE;
    }
}
