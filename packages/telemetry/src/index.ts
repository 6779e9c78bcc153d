export { type ReceiverRoute, receiverRoutes } from './export/receiver-routes.ts';
export { createLog, type LogContext, type LogOptions } from './log/create-log.ts';
export type { LogFormat } from './log/line-format.ts';
export type { DropReason, SpanFigures } from './spans/span-figures.ts';
export { startTelemetry } from './telemetry.ts';
export type { Telemetry, TelemetryOptions } from './telemetry-options.ts';
