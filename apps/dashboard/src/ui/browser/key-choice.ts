import { keep, readKept } from '../../api/kept-values.ts';

const KEY = 'tapehaul.keys';

/** Whether single keys do something; people who speak to their computer switch them off. */
export function areKeysOn(): boolean {
  return readKept(KEY) !== 'off';
}

/** Switches them, for this browser. */
export function chooseKeys(on: boolean): void {
  keep('browser', KEY, on ? 'on' : 'off');
}
