import { HttpRefusal } from '../access/http-refusal.ts';

/** Throws an HttpRefusal for days or times of which the last lies before the first: nothing lies in between. */
export function requireRange(from: string | undefined, to: string | undefined): void {
  if (from === undefined || to === undefined || from <= to) return;
  const message = `${from} is after ${to}`;
  throw new HttpRefusal(422, 'query_invalid', message, 'Swap from and to.', [{ path: 'from', message }]);
}
