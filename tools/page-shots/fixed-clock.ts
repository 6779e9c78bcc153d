import crypto from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

const RealDate = Date;
let shift = 0;

/** Sets what this process takes for the time; it runs on from there. */
export function setClock(iso: string): void {
  shift = RealDate.parse(iso) - RealDate.now();
}

/** Gives this process a clock that {@link setClock} sets, and ids that are the same each time, so that pictures differ by little. */
export function fixWorld(): void {
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [value: string | number | Date]) {
      super(given.length === 0 ? RealDate.now() + shift : given[0]);
    }
    static override now(): number {
      return RealDate.now() + shift;
    }
  } as DateConstructor;
  // Node takes the header Date of answers from the real clock.
  subscribe('http.server.request.start', (message) => {
    const { response } = Object(message);
    if (response instanceof ServerResponse) response.sendDate = false;
  });
  let seed = 20_250_716;
  const next = (least: number, most?: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    const [from, to] = most === undefined ? [0, least] : [least, most];
    return from + ((seed >>> 7) % (to - from));
  };
  crypto.randomInt = next as typeof crypto.randomInt;
  syncBuiltinESMExports();
}
