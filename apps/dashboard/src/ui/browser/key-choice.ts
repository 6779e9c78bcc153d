const KEY = 'tapehaul.keys';

/** Whether single keys do something; people who speak to their computer switch them off. */
export function areKeysOn(): boolean {
  return localStorage.getItem(KEY) !== 'off';
}

/** Switches them, for this browser. */
export function chooseKeys(on: boolean): void {
  localStorage.setItem(KEY, on ? 'on' : 'off');
}
