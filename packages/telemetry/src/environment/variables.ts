import { endpoint } from './endpoint-rule.ts';
import {
  boolean,
  file,
  firstOf,
  listOf,
  milliseconds,
  oneOf,
  pairs,
  type VariableRule,
  wholeNumber,
} from './variable-rules.ts';

/** Protocols that spans and metrics can leave by. */
export const PROTOCOLS = ['grpc', 'http/protobuf', 'http/json'] as const;

const SAMPLERS = ['always_on', 'always_off', 'traceidratio'];

/** The ratio of a sampler that has one; of others it may be anything. */
const ratio: VariableRule = (value, env) => {
  if (!/^(parentbased_)?traceidratio$/.test(env.OTEL_TRACES_SAMPLER?.trim() ?? '')) return undefined;
  const share = Number(value);
  return share >= 0 && share <= 1 ? undefined : { expected: 'a number from 0 to 1' };
};

/** What tapehaul does not do, whatever the value. */
function never(expected: string, instead: string, but: readonly string[] = []): VariableRule {
  return (value) => (but.includes(value) ? undefined : { expected, instead });
}

const noLogs = never('none', 'tapehaul sends no logs by OTLP; they are on stderr and in the record', [
  'none',
]);
const noFile = never('no file', 'tapehaul does not read it and follows the other OTEL_* variables');

/** Rules of one exporter, for the variables of all signals and for those of traces and of metrics. */
const OTLP: readonly (readonly [string, VariableRule])[] = ['', 'TRACES_', 'METRICS_'].flatMap((signal) =>
  Object.entries({
    ENDPOINT: endpoint(signal),
    PROTOCOL: oneOf(PROTOCOLS),
    HEADERS: pairs(true),
    TIMEOUT: milliseconds,
    COMPRESSION: oneOf(['gzip', 'none']),
    INSECURE: boolean,
    CERTIFICATE: file,
    CLIENT_KEY: file,
    CLIENT_CERTIFICATE: file,
  }).map(([name, rule]) => [`OTEL_EXPORTER_OTLP_${signal}${name}`, rule] as const),
);

const LIMITS = [
  'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  'OTEL_ATTRIBUTE_COUNT_LIMIT',
  'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
  'OTEL_SPAN_EVENT_COUNT_LIMIT',
  'OTEL_SPAN_LINK_COUNT_LIMIT',
  'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
  'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
].map((name) => [name, wholeNumber(0)] as const);

/**
 * The variables of OpenTelemetry's SDK that tapehaul follows, and those it cannot follow, with what their values may
 * be. Variables of other languages, of instrumentations and of exporters that tapehaul lacks are not here: nobody
 * reads them.
 */
export const VARIABLES: readonly (readonly [string, VariableRule])[] = [
  ['OTEL_SDK_DISABLED', boolean],
  ['OTEL_CONFIG_FILE', noFile],
  ['OTEL_EXPERIMENTAL_CONFIG_FILE', noFile],
  ['OTEL_LOG_LEVEL', oneOf(['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'], { anyCase: true })],
  ['OTEL_RESOURCE_ATTRIBUTES', pairs(false)],
  ['OTEL_PROPAGATORS', listOf(['tracecontext', 'baggage', 'none'])],
  ['OTEL_TRACES_SAMPLER', oneOf([...SAMPLERS, ...SAMPLERS.map((name) => `parentbased_${name}`)])],
  ['OTEL_TRACES_SAMPLER_ARG', ratio],
  ['OTEL_TRACES_EXPORTER', firstOf(['otlp', 'console', 'none'])],
  ['OTEL_METRICS_EXPORTER', listOf(['otlp', 'console', 'prometheus', 'none'])],
  ['OTEL_LOGS_EXPORTER', noLogs],
  ['OTEL_BSP_MAX_QUEUE_SIZE', wholeNumber(1)],
  ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', wholeNumber(1)],
  ['OTEL_BSP_SCHEDULE_DELAY', milliseconds],
  ['OTEL_BSP_EXPORT_TIMEOUT', milliseconds],
  ...LIMITS,
  ['OTEL_METRIC_EXPORT_INTERVAL', milliseconds],
  ['OTEL_METRIC_EXPORT_TIMEOUT', milliseconds],
  ['OTEL_METRICS_EXEMPLAR_FILTER', oneOf(['always_on', 'always_off', 'trace_based'])],
  ['OTEL_EXPORTER_PROMETHEUS_PORT', wholeNumber(1, 65_535)],
  [
    'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
    oneOf(['cumulative', 'delta', 'lowmemory'], { anyCase: true }),
  ],
  [
    'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION',
    never('explicit_bucket_histogram', 'tapehaul sends histograms with fixed buckets', [
      'explicit_bucket_histogram',
    ]),
  ],
  ...OTLP,
];
