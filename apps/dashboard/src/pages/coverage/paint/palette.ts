import { INKS, type Ink } from '../grid/inks.ts';

/** The colours of the map as the style sheet says them for the theme of the page. */
export interface Palette {
  readonly ink: Readonly<Record<Ink, string>>;
  /** The same by the number of the ink, as pixels of an image. */
  readonly pixels: Uint32Array;
  readonly surface: string;
  readonly text: string;
  readonly faint: string;
  readonly cursor: string;
  /** The mark of days that are missing in the archive. */
  readonly outline: string;
}

/** Reads the custom properties of the map: `--map-held` and so on for each ink, below an element that has them. */
export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.setProperty('forced-color-adjust', 'none');
  host.append(probe);
  const colour = (name: string): string => {
    // A property as it is written may hold light-dark(); what is computed from it does not.
    probe.style.color = `var(--map-${name})`;
    return getComputedStyle(probe).color;
  };
  const ink = Object.fromEntries(INKS.map((name) => [name, colour(name)])) as Record<Ink, string>;
  const [surface, text, faint] = [colour('surface'), colour('text'), colour('faint')];
  const [cursor, outline] = [colour('cursor'), colour('outline')];
  probe.remove();
  return { ink, pixels: pixelsOf(INKS.map((name) => ink[name])), surface, text, faint, cursor, outline };
}

/** Colours as the pixels of an image, whatever the syntax that a browser computes them in. */
function pixelsOf(colours: readonly string[]): Uint32Array {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [colours.length, 1];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return new Uint32Array(colours.length);
  colours.forEach((colour, place) => {
    context.fillStyle = colour;
    context.fillRect(place, 0, 1, 1);
  });
  return new Uint32Array(context.getImageData(0, 0, colours.length, 1).data.buffer);
}
