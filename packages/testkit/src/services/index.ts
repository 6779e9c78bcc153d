export { evaluateRules, type Firing, type RuleReport, type Scrape } from './alert-rules.ts';
export { type Clients, findClients, findPython } from './clients.ts';
export { findProgram, type GoProgram } from './go-program.ts';
export { type Jaeger, startJaeger } from './jaeger.ts';
export type { JaegerSpan, JaegerTag, JaegerTrace, TraceSearch } from './jaeger-query.ts';
export { freePort } from './port.ts';
export { until } from './ready.ts';
export { startVersitygw, type Versitygw } from './versitygw.ts';
