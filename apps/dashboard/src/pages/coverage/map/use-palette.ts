import { type RefObject, useEffect, useState } from 'react';
import { type Palette, readPalette } from '../paint/palette.ts';

/** What may change the colours of the page beside the style sheet. */
const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'];

/** The colours of the map below an element, read again whenever the theme changes; undefined before the first paint. */
export function usePalette(host: RefObject<HTMLElement | null>): Palette | undefined {
  const [palette, setPalette] = useState<Palette>();
  useEffect(() => {
    const read = (): void => {
      if (host.current !== null) setPalette(readPalette(host.current));
    };
    read();
    const schemes = SCHEMES.map((query) => window.matchMedia(query));
    for (const scheme of schemes) scheme.addEventListener('change', read);
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributeFilter: ['class', 'style', 'data-theme'] });
    return () => {
      for (const scheme of schemes) scheme.removeEventListener('change', read);
      observer.disconnect();
    };
  }, [host]);
  return palette;
}
