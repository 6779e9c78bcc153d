export { ATTRIBUTE } from './attributes.ts';
export { currentSpan, inSpan, markFailed, tracerOf, under } from './spans.ts';
export { parseTraceparent, traceparentOf } from './traceparent.ts';
