export { ATTRIBUTE } from './attributes.ts';
export { type Caller, type Carrier, callerOf } from './caller.ts';
export { currentSpan, inLeafSpan, inSpan, markFailed, tracerOf, under } from './spans.ts';
export { parseTraceparent, traceparentOf } from './traceparent.ts';
