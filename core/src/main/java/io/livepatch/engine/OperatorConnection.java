package io.livepatch.engine;

import io.livepatch.control.CommandHandler;
import io.livepatch.control.ControlServer;
import io.livepatch.control.ControlThreads;
import io.livepatch.control.SocketPaths;
import java.io.IOException;
import java.util.function.Supplier;

/** The control socket of this JVM, opened once and again when somebody removed its file. Thread-safe. */
final class OperatorConnection {
    private final Supplier<? extends CommandHandler> handler;
    private ControlServer server;

    OperatorConnection(Supplier<? extends CommandHandler> handler) {
        this.handler = handler;
    }

    /** Starts the one thread, which opens the socket when the main class runs and then waits for operators. */
    void openWhenMainRuns(Thread main) {
        ControlThreads.server(new Runnable() {
                    @Override
                    public void run() {
                        MainStarted.await(main);
                        ControlServer opened = openOrReport();
                        if (opened != null) {
                            opened.acceptAll();
                        }
                    }
                })
                .start();
    }

    /** Opens the socket now. When this returns operators can connect, or the reason why not is on standard error. */
    void open() {
        ControlServer opened = openOrReport();
        if (opened != null) {
            ControlThreads.server(opened::acceptAll).start();
        }
    }

    /** The server that has to be run now, null if one runs or none can. */
    private synchronized ControlServer openOrReport() {
        if (server != null && server.isReachable()) {
            return null;
        }
        try {
            if (server != null) {
                server.close();
            }
            server = ControlServer.bind(SocketPaths.system().own(), handler);
            return server;
        } catch (IOException e) {
            Report.line("operators cannot connect to this JVM: " + e);
            return null;
        }
    }
}
