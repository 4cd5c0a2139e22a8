package io.livepatch.it.target;

import java.io.File;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requests a target understands, and the loaders and threads they made. Used by the request thread only. */
final class Session {
    private static final long PATIENCE_SECONDS = 60;

    private final Map<String, ClassLoader> loaders = new HashMap<>();
    private final Map<String, FutureTask<String>> tasks = new HashMap<>();
    private final ReferenceQueue<Object> dead = new ReferenceQueue<>();
    private final Map<String, WeakReference<Object>> references = new HashMap<>();

    Session() {
        loaders.put("app", Session.class.getClassLoader());
    }

    String answer(List<String> words) throws Throwable {
        String first = words.size() > 1 ? words.get(1) : "";
        return switch (words.get(0)) {
            case "loader" -> newLoader(first, words.get(2));
            case "call" -> invoke(words.subList(1, words.size()));
            case "start" -> start(first, task(words));
            case "startVirtual" -> VirtualThreads.start(first, task(words)).getName();
            case "join" -> join(first);
            case "entered" -> awaitEntered(first);
            case "release" -> Gates.release(first);
            case "threads" -> threadNames();
            case "innermost" -> innermostFrame(first);
            case "collected" -> awaitCollected(first);
            case "collectedAtOnce" -> collectOnce(first);
            case "halt" -> halt();
            default -> throw new IllegalArgumentException("unknown request " + words);
        };
    }

    private String start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        references.put(name, new WeakReference<>(thread, dead));
        thread.start();
        return name;
    }

    /** Waits until nobody refers to a thread that has ended, or to a loader, which is dropped here. */
    private String awaitCollected(String name) throws InterruptedException, TimeoutException {
        tasks.remove(name);
        loaders.remove(name);
        for (int i = 0; i < 100; i++) {
            System.gc();
            if (references.get(name).get() == null) {
                return name;
            }
            dead.remove(100);
        }
        throw new TimeoutException(name + " is still referred to");
    }

    /** Drops a loader and says whether one collection was enough for it to go. */
    private String collectOnce(String name) {
        loaders.remove(name);
        System.gc();
        return Boolean.toString(references.get(name).get() == null);
    }

    private static String awaitEntered(String gate) throws InterruptedException, TimeoutException {
        if (!Gates.awaitEntered(gate, PATIENCE_SECONDS)) {
            throw new TimeoutException("nobody came to gate " + gate);
        }
        return gate;
    }

    private static String threadNames() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + (thread.isDaemon() ? " (daemon)" : ""))
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** The method that a platform thread is in, empty if it has none. */
    private static String innermostFrame(String name) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(name) && entry.getValue().length > 0)
                .map(entry -> entry.getValue()[0].getMethodName())
                .findFirst()
                .orElse("");
    }

    /** Dies without a word. */
    private static String halt() {
        Runtime.getRuntime().halt(3);
        throw new AssertionError("not halted");
    }

    /** The call after the verb and the thread's name. */
    private FutureTask<String> task(List<String> words) {
        List<String> call = words.subList(2, words.size());
        FutureTask<String> task = new FutureTask<>(new Call(call));
        tasks.put(words.get(1), task);
        return task;
    }

    private final class Call implements Callable<String> {
        private final List<String> words;

        Call(List<String> words) {
            this.words = words;
        }

        @Override
        public String call() throws Exception {
            try {
                return invoke(words);
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new ExecutionException(e);
            }
        }
    }

    private String join(String name) throws Throwable {
        try {
            return tasks.get(name).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    /** LOADER CLASS METHOD ARGUMENTS: a static method that takes text. */
    private String invoke(List<String> words) throws Throwable {
        ClassLoader loader = loaders.get(words.get(0));
        if (loader == null) {
            throw new IllegalArgumentException("no loader " + words.get(0));
        }
        Class<?> owner = Class.forName(words.get(1), true, loader);
        Object[] arguments = words.subList(3, words.size()).toArray();
        Method method = Arrays.stream(owner.getDeclaredMethods())
                .filter(m -> m.getName().equals(words.get(2)) && m.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(words.get(2)));
        method.setAccessible(true);
        try {
            return String.valueOf(method.invoke(null, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A loader of its own, which asks the application's first. */
    private String newLoader(String name, String path) {
        URL[] urls = Stream.of(path.split(File.pathSeparator)).map(Session::url).toArray(URL[]::new);
        ClassLoader loader = new URLClassLoader(name, urls, Session.class.getClassLoader());
        references.put(name, new WeakReference<>(loader, dead));
        loaders.put(name, loader);
        return name;
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
