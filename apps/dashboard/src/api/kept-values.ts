/** How long a value is kept: until this tab closes, or until it is removed from this browser. */
export type Keeping = 'tab' | 'browser';

/** Values of this page view, for a browser that keeps nothing. */
const ofView = new Map<string, string>();

/** Reads a value that was kept, for this tab first; undefined for none. */
export function readKept(key: string): string | undefined {
  return ofView.get(key) ?? readFrom('tab', key) ?? readFrom('browser', key);
}

/** Reads a value that is kept in one place; undefined for none, and where the browser refuses to keep anything. */
export function readFrom(place: Keeping, key: string): string | undefined {
  try {
    return storeOf(place).getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value. Where the browser refuses, which is a choice of its user, the value lasts until the page is loaded again. */
export function keep(place: Keeping, key: string, value: string): void {
  try {
    storeOf(place).setItem(key, value);
    ofView.delete(key);
  } catch {
    ofView.set(key, value);
  }
}

/** Removes a value from one place, and from this page view. */
export function dropKept(place: Keeping, key: string): void {
  ofView.delete(key);
  try {
    storeOf(place).removeItem(key);
  } catch {
    // Nothing is kept there.
  }
}

/** Reading the property throws where the browser refuses to keep anything. */
function storeOf(place: Keeping): Storage {
  return place === 'tab' ? sessionStorage : localStorage;
}
