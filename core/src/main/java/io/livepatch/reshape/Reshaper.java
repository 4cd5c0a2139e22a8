package io.livepatch.reshape;

import io.livepatch.bytecode.ClassFiles;
import io.livepatch.finding.Findings;
import io.livepatch.finding.RefusalKind;
import io.livepatch.finding.WarningKind;
import io.livepatch.model.MethodId;
import io.livepatch.model.Outside;
import io.livepatch.reshape.AccessClasses.Way;
import io.livepatch.reshape.Reshaped.Counts;
import io.livepatch.reshape.TwoVersions.Declared;
import io.livepatch.reshape.TwoVersions.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Brings chosen changes of NEW, and what they need of it, into the shape of the classes that run. What cannot be brought is refused
 * through the findings, all at once; the result is of use only if nothing was. For one use, by one thread.
 */
public final class Reshaper implements Needs {
    private final TwoVersions versions;
    private final Findings findings;
    private final AccessClasses access = new AccessClasses();
    private final Companions companions = new Companions();
    private final AddedMethods methods;
    private final AddedFields fields;
    private final Factories factories;
    private final AddedStatics statics;
    private final AddedClasses classes;
    private final EnumConstants enums;
    private final SerializationHooks hooks;
    private final Overrides overrides;
    private final ExactCalls exactCalls;
    private final MovedBodies moved;
    private final Clones clones;
    private final Map<String, Map<MethodId, MethodNode>> bodies = new TreeMap<>();
    /** Rewriting may ask for more, which is done when its turn comes. */
    private final Deque<Runnable> work = new ArrayDeque<>();

    /**
     * A reshaper for two versions of a library.
     *
     * @param before the one that runs
     * @param after the one with the fix; its lambda bodies bear the names of those of the other
     */
    public Reshaper(Side before, Side after, Findings findings) {
        this.versions = new TwoVersions(before, after);
        this.findings = findings;
        classes = new AddedClasses(versions, this::rewriteAdded, findings);
        methods = new AddedMethods(versions, companions, access, findings, this::rewriteMoved, classes::isTaken);
        moved = new MovedBodies(versions, findings);
        hooks = new SerializationHooks(versions, findings, each -> methods.way(each, true));
        overrides = new Overrides(versions, access, findings, hooks, this::change, each -> methods.way(each, true));
        exactCalls = new ExactCalls(versions, overrides::isHooked);
        clones = new Clones(versions, access, findings, this::change);
        fields = new AddedFields(versions, companions, access, findings, this::rewriteMoved, clones::consider);
        factories = new Factories(versions, access, companions, fields, findings, this::rewriteMoved);
        enums = new EnumConstants(versions, findings);
        statics = new AddedStatics(versions, companions, this::rewriteMoved, this::change, enums, findings);
    }

    /** Takes the body of a method that OLD has; one that NEW removed keeps its own, and is taken to be hooked. */
    public void change(String owner, MethodId id) {
        Map<MethodId, MethodNode> ofClass = bodies.computeIfAbsent(owner, name -> new LinkedHashMap<>());
        if (ofClass.containsKey(id)) {
            return;
        }
        ClassNode node = versions.after(owner);
        MethodNode method = ClassFiles.method(node, id)
                .orElseGet(() -> ClassFiles.method(versions.before(owner), id).orElseThrow());
        Optional<MethodNode> body = method.name.equals("<init>")
                ? new InlinedConstructor(versions, node).of(method)
                : Optional.of(Copies.of(method));
        if (body.isEmpty()) {
            findings.refuse(
                    RefusalKind.CONSTRUCTOR,
                    Names.where(owner, id.toString()),
                    "it has its object initialised by an added constructor of the superclass, which cannot be reached from it");
            return;
        }
        ofClass.put(id, body.get());
        work.add(() -> rewriteInPlace(node, body.get()));
    }

    /** Takes the body that OLD has, to have it call what it called. */
    private void keep(String owner, MethodId id) {
        bodies.computeIfAbsent(owner, name -> new LinkedHashMap<>()).computeIfAbsent(id, key -> {
            MethodNode body =
                    Copies.of(ClassFiles.method(versions.before(owner), id).orElseThrow());
            work.add(() -> rewriteInPlace(versions.after(owner), body));
            return body;
        });
    }

    /** Has a method that NEW does not have do what happens there without it: what the class inherits, or what serialization does. */
    public void remove(String owner, MethodId id) {
        MethodNode old = ClassFiles.method(versions.before(owner), id).orElseThrow();
        if (ClassFiles.method(versions.after(owner), id).isEmpty()) {
            RemovedMethods.replacement(versions, owner, old).ifPresent(body -> {
                bodies.computeIfAbsent(owner, name -> new LinkedHashMap<>()).put(id, body);
                work.add(() -> rewriteInPlace(versions.after(owner), body));
            });
        }
    }

    /**
     * Takes what the static initialiser of a class that both versions have makes of the chosen fields, if it is something else.
     *
     * @param changed the methods of the class that change
     */
    public void changeStatics(String owner, Predicate<String> chosen, Predicate<MethodId> changed) {
        statics.change(versions.after(owner), chosen, changed);
    }

    /**
     * Takes a method of a class that both versions have for what overrides what: an added one that overrides an inherited one, or one
     * that others can override in one of the versions only. Other added methods are of no use to code that does not know them, and code that
     * does brings them along.
     */
    public void override(String owner, MethodId id) {
        ClassNode node = versions.after(owner);
        ClassFiles.method(node, id).map(method -> new Declared<>(node, method)).ifPresent(method -> {
            overrides.consider(method);
            exactCalls.consider(method);
        });
    }

    /**
     * Does all of it.
     *
     * @param chosen whether a change of a method is wanted; it is not for those that must be patched all the same for what they call
     */
    public Reshaped reshape(BiPredicate<String, MethodId> chosen) {
        exactCalls.callers(chosen, this::change, this::keep);
        new OtherMembers(versions).users(chosen, this::change);
        drain();
        considerObjectsMadeBefore();
        drain();
        statics.finish(this::drain);
        hooks.anchor(bodies);
        clones.finish((owner, method) -> bodies.get(owner).get(method));
        overrides.finish((owner, method) -> bodies.get(owner).get(method));
        drain();
        // before access.classes() below: the choices may need ways of their own to methods that are closed in OLD
        methods.finish();
        drain();
        new Supertypes(versions, findings).check(bodies, addedCode());
        List<ClassNode> others = new ArrayList<>(fields.holders());
        others.addAll(access.classes());
        others.addAll(companions.classes());
        return new Output(versions, findings)
                .write(
                        bodies,
                        classes.taken(),
                        others,
                        new Outside(enums.finish(), hooks.all(), statics.versionedForOthers()),
                        new Counts(
                                methods.count() + factories.count(),
                                fields.count() + statics.addedCount(),
                                classes.taken().size()));
    }

    /** Objects live on that the constructors of OLD have made. */
    private void considerObjectsMadeBefore() {
        bodies.forEach((owner, methods) -> methods.keySet().stream()
                .filter(method -> method.name().equals("<init>") && !fields.accountsFor(owner, method))
                .forEach(method -> findings.warn(
                        WarningKind.MADE_BEFORE,
                        Names.where(owner, method.toString()),
                        "this constructor changes; objects that exist stay as the old one made them, also those in caches. If that keeps"
                                + " the hole open, write a callback that drops or mends them")));
        Map<String, Set<MethodId>> changed = new HashMap<>();
        bodies.forEach((owner, methods) -> changed.put(owner, new HashSet<>(methods.keySet())));
        statics.considerObjectsMadeBefore(
                (owner, method) -> changed.getOrDefault(owner, Set.of()).contains(method));
    }

    private List<MethodNode> addedCode() {
        List<MethodNode> code = new ArrayList<>();
        companions.classes().forEach(each -> code.addAll(each.methods));
        classes.taken().forEach(each -> code.addAll(each.methods));
        return code;
    }

    private void drain() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    private void rewriteInPlace(ClassNode owner, MethodNode body) {
        if (body.name.equals("<init>")) {
            Constructors.initialization(body).ifPresent(call -> {
                EarlyStores.defer(body, call, field -> isAdded(versions.field(field.owner, field.name, field.desc)));
                if (!call.owner.equals(owner.name)) {
                    fields.prepare(owner, body, call);
                }
            });
        }
        MethodNode old = ClassFiles.method(versions.before(owner.name), ClassFiles.id(body))
                .orElseThrow();
        boolean becomesSynchronized =
                (body.access & Opcodes.ACC_SYNCHRONIZED) != 0 && (old.access & Opcodes.ACC_SYNCHRONIZED) == 0;
        if (becomesSynchronized) {
            Synchronization.emulate(body, owner.name, TwoVersions.isStatic(body.access));
        }
        if (moved.mustMove(owner, body)) {
            MethodNode apart = MovedBodies.move(owner, body);
            companions.add(owner, apart);
            rewriteMoved(owner, apart);
        } else {
            rewriter(owner, Place.IN_PLACE).rewrite(body);
        }
    }

    private boolean isAdded(Optional<Declared<FieldNode>> field) {
        return field.filter(each -> versions.standingOfField(each) == Standing.ADDED_MEMBER)
                .isPresent();
    }

    private void rewriteMoved(ClassNode owner, MethodNode body) {
        work.add(() -> rewriter(owner, Place.COMPANION).rewrite(body));
    }

    private void rewriteAdded(ClassNode owner, MethodNode body) {
        work.add(() -> rewriter(owner, Place.ADDED_CLASS).rewrite(body));
    }

    private BodyRewriter rewriter(ClassNode owner, Place place) {
        return new BodyRewriter(versions, access, this, findings, owner.name, place);
    }

    @Override
    public Way method(Declared<MethodNode> added, boolean exact) {
        return methods.way(added, exact);
    }

    @Override
    public Optional<Way> original(ExactCalls.Call call, Declared<MethodNode> existing) {
        return exactCalls.leadElsewhere(call) ? Optional.of(methods.way(existing, true)) : Optional.empty();
    }

    @Override
    public Way factory(Declared<MethodNode> added) {
        return factories.way(added);
    }

    @Override
    public Way getter(Declared<FieldNode> added) {
        return fields.getter(added);
    }

    @Override
    public Way setter(Declared<FieldNode> added) {
        return fields.setter(added);
    }

    @Override
    public String holderOfStatic(Declared<FieldNode> field) {
        return statics.take(field);
    }

    @Override
    public boolean isVersioned(Declared<FieldNode> existing) {
        return statics.isVersioned(existing);
    }

    @Override
    public void addedClass(String name) {
        classes.take(name);
    }
}
