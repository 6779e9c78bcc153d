import { useSyncExternalStore } from 'react';
import { chooseTheme, currentTheme, onTheme, THEMES } from '../../ui/browser/theme.ts';
import { Button } from '../../ui/control/button.tsx';

/** Goes from the theme of the system to light, dark, and back; the choice is kept in this browser. */
export function ThemeSwitch() {
  const theme = useSyncExternalStore(onTheme, currentTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return (
    <Button
      onClick={() => chooseTheme(next)}
      aria-label={`Theme: ${theme}`}
      title={`Theme: ${theme}. Next: ${next}`}
    >
      {theme === 'system' ? 'Theme' : theme}
    </Button>
  );
}
