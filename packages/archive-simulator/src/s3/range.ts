import type { ByteSpan } from '../source/source.ts';

const SINGLE_RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The span that a Range header requests: `bytes=0-99`, `bytes=100-` or the suffix `bytes=-100`. Undefined for
 * what S3 ignores and answers in full: no header, another form, several ranges, an end before the start.
 */
export function parseRange(header: string | undefined, size: number): ByteSpan | 'unsatisfiable' | undefined {
  const [, first, last] = SINGLE_RANGE.exec(header?.replaceAll(' ', '') ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'unsatisfiable' : { start, end };
}
