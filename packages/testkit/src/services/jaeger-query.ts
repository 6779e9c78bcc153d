import { until } from './ready.ts';

/** A name and a value of a span, a log or a process. */
export interface JaegerTag {
  readonly key: string;
  readonly value: string | number | boolean;
}

/** A span as the query API gives it. */
export interface JaegerSpan {
  readonly traceID: string;
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly {
    readonly refType: string;
    readonly traceID: string;
    readonly spanID: string;
  }[];
  /** Microseconds since 1970 UTC. */
  readonly startTime: number;
  /** Microseconds. */
  readonly duration: number;
  readonly tags: readonly JaegerTag[];
  readonly logs: readonly { readonly timestamp: number; readonly fields: readonly JaegerTag[] }[];
  readonly processID: string;
}

/** A trace as the query API gives it. */
export interface JaegerTrace {
  readonly traceID: string;
  readonly spans: readonly JaegerSpan[];
  readonly processes: Readonly<
    Record<string, { readonly serviceName: string; readonly tags: readonly JaegerTag[] }>
  >;
}

/** What to look for. */
export interface TraceSearch {
  readonly service: string;
  readonly operation?: string;
  /** Tags that one span of the trace must carry, all of them. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Most traces to give; 20 by default. */
  readonly limit?: number;
}

/** Reads traces back through Jaeger's query API. */
export interface JaegerQuery {
  /** The traces that match, whole. Rejects with an Error when Jaeger refuses or cannot be reached. */
  findTraces(search: TraceSearch): Promise<JaegerTrace[]>;
  /** The trace, or nothing when Jaeger does not have it. Rejects as `findTraces` does. */
  getTrace(traceId: string): Promise<JaegerTrace | undefined>;
  /** The matching traces as soon as there are any. Rejects with the signal's reason once it aborts. */
  waitForTraces(search: TraceSearch, signal: AbortSignal): Promise<JaegerTrace[]>;
}

/** A client of the query API at an address. */
export function jaegerQuery(url: string): JaegerQuery {
  async function read(path: string): Promise<JaegerTrace[]> {
    const response = await fetch(new URL(path, url));
    if (response.status === 404) return [];
    if (!response.ok) throw new Error(`Jaeger answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { data: JaegerTrace[] }).data;
  }
  async function findTraces({ service, operation, tags, limit = 20 }: TraceSearch): Promise<JaegerTrace[]> {
    const query = new URLSearchParams({ service, limit: String(limit) });
    if (operation !== undefined) query.set('operation', operation);
    if (tags !== undefined) query.set('tags', JSON.stringify(tags));
    return read(`/api/traces?${query}`);
  }
  return {
    findTraces,
    getTrace: async (traceId) => (await read(`/api/traces/${traceId}`)).at(0),
    waitForTraces: (search, signal) =>
      until(async () => {
        const traces = await findTraces(search);
        return traces.length > 0 ? traces : undefined;
      }, signal),
  };
}
