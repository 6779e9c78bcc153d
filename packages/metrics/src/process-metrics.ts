import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Nanoseconds of a second. */
const SECOND = 1e9;

/** How often the delay of the event loop is measured, in milliseconds. */
const RESOLUTION = 20;

/**
 * Figures of this process and of its event loop, by the names that dashboards for Node know; prom-client's own ones break
 * Prometheus' rules for names. They are read when the registry is; percentiles cover the time since it was read before.
 */
export function addProcessMetrics(registry: Registry): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  // What is measured is the time between two measurements.
  const lag = (nanoseconds: number): number => Math.max(0, nanoseconds / SECOND - RESOLUTION / 1_000);
  const lags = {
    p50: () => lag(delay.percentile(50)),
    p99: () => lag(delay.percentile(99)),
    max: () => (delay.count === 0 ? 0 : lag(delay.max)),
  };
  const gauge = (name: string, help: string, read: () => number): void => {
    const registers = [registry];
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('process_resident_memory_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss());
  gauge('process_start_time_seconds', 'When the process started, since 1970 UTC.', () => {
    return Math.round(Date.now() / 1_000 - process.uptime());
  });
  const used = () => process.memoryUsage();
  gauge('nodejs_heap_size_used_bytes', "Used part of V8's heap.", () => used().heapUsed);
  gauge('nodejs_heap_size_total_bytes', "Size of V8's heap.", () => used().heapTotal);
  gauge('nodejs_external_memory_bytes', "Memory of V8's objects outside of its heap.", () => used().external);
  if (openFiles() !== undefined) {
    gauge('process_open_fds', 'Open files and connections.', () => openFiles() ?? 0);
  }
  for (const [name, read] of Object.entries(lags)) {
    gauge(`nodejs_eventloop_lag_${name}_seconds`, `How late the event loop was, ${name}.`, read);
  }
  // The last one that is read begins the next time.
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of the process.',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
      delay.reset();
    },
  });
}

/** Open files of this process; undefined where the system has no list of them. */
function openFiles(): number | undefined {
  try {
    // Reading the list opens one more.
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return undefined;
  }
}
