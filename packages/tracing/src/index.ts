export { ATTRIBUTE } from './attributes.ts';
export { currentSpan, inSpan, markFailed, under } from './spans.ts';
export { parseTraceparent, traceparentOf } from './traceparent.ts';
