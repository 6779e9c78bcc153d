import type { VariableRule } from './variable-rules.ts';

/** A host with a port or a path, as people write it who leave out `http://`. */
const WITHOUT_SCHEME = /^[a-z\d][\w.-]*(:\d+)?(\/\S*)?$|^\[[\da-f:]+\](:\d+)?(\/\S*)?$/i;

/**
 * The address of a receiver. Over gRPC it may stand without a scheme; over HTTP the exporter would silently send to
 * its default, so `http://` is put before it.
 */
export function endpoint(signal: string): VariableRule {
  return (value, env) => {
    const own = env[`OTEL_EXPORTER_OTLP_${signal}PROTOCOL`]?.trim();
    const protocol = own || env.OTEL_EXPORTER_OTLP_PROTOCOL?.trim();
    const expected = 'an address such as http://localhost:4318';
    if (isAddress(value)) return undefined;
    const isPlausible = WITHOUT_SCHEME.test(value) && isAddress(`http://${value}`);
    if (protocol === 'grpc' && (isPlausible || value.startsWith('unix:'))) return undefined;
    if (!isPlausible) return { expected };
    return { expected, instead: `tapehaul uses http://${value}`, value: `http://${value}` };
  };
}

function isAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}
