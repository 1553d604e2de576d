package dev.latchkey.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;

/** What the JVM and the system know of this process. Begun when somebody asks: it would hold up the start. */
final class JvmMetrics implements AutoCloseable {
    private final MeterRegistry registry;
    private final JvmGcMetrics gc = new JvmGcMetrics();

    /** Kept, because the registry holds weakly what it reads. */
    private final List<MeterBinder> binders = List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics(),
            gc);

    private boolean begun;

    JvmMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void begin() {
        if (begun) {
            return;
        }
        begun = true;
        binders.forEach(binder -> binder.bindTo(registry));
    }

    @Override
    public synchronized void close() {
        gc.close();
    }
}
