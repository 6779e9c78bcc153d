import { keep, readKept } from '../../api/kept-values.ts';

const KEY = 'tapehaul.theme';

/** What a person can choose: the theme of the system, or one of the two. */
export const THEMES = ['system', 'light', 'dark'] as const;
/** A choice of {@link THEMES}. */
export type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();
let chosen: Theme = THEMES.find((theme) => theme === readKept(KEY)) ?? 'system';
const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');
systemIsDark.addEventListener('change', () => changed());
show();

/** The theme that was chosen in this browser. */
export function currentTheme(): Theme {
  return chosen;
}

/** Whether the page is dark now. */
export function isDark(): boolean {
  return chosen === 'system' ? systemIsDark.matches : chosen === 'dark';
}

/** Chooses, for this browser. */
export function chooseTheme(theme: Theme): void {
  chosen = theme;
  keep('browser', KEY, theme);
  show();
  changed();
}

/** Calls back when the theme changes. Returns what stops it. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function show(): void {
  document.documentElement.dataset.theme = chosen;
}

function changed(): void {
  for (const listener of listeners) listener();
}
