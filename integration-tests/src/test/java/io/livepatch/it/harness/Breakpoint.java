package io.livepatch.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Holds one thread of a target still at the entry of a method, by the debugger interface. Closing it lets the thread go. */
public final class Breakpoint implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final VirtualMachine jvm;
    private final String thread;
    private final String place;
    private ThreadReference held;
    private Location entry;

    Breakpoint(VirtualMachine jvm, String thread, String type, String method) {
        this.jvm = jvm;
        this.thread = thread;
        place = type + "." + method;
        List<ReferenceType> types = jvm.classesByName(type);
        assertThat(types).as("loaded classes called %s", type).hasSize(1);
        List<Method> methods = types.get(0).methodsByName(method).stream()
                .filter(each -> !each.isAbstract() && !each.isBridge())
                .toList();
        assertThat(methods).as("methods called %s", place).isNotEmpty();
        for (Method each : methods) {
            BreakpointRequest request = jvm.eventRequestManager().createBreakpointRequest(each.location());
            request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            request.enable();
        }
    }

    /** Waits until the thread has come. */
    public void awaitHeld() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (held == null) {
            long left = deadline - System.nanoTime();
            EventSet events = left > 0 ? jvm.eventQueue().remove(TimeUnit.NANOSECONDS.toMillis(left) + 1) : null;
            assertThat(events).as("%s comes to %s", thread, place).isNotNull();
            take(events);
        }
        // nobody else, nor the same thread again, is to be stopped
        jvm.eventRequestManager().deleteAllBreakpoints();
    }

    private void take(EventSet events) {
        for (Event event : events) {
            if (event instanceof BreakpointEvent stopped
                    && stopped.thread().name().equals(thread)) {
                held = stopped.thread();
                entry = stopped.location();
                return;
            }
        }
        events.resume();
    }

    /** Whether it still stands where it was stopped. */
    public boolean isHeld() throws IncompatibleThreadStateException {
        return held != null && held.isSuspended() && held.frame(0).location().equals(entry);
    }

    @Override
    public void close() {
        jvm.dispose();
    }
}
