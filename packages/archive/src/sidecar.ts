import type { Market } from './markets.ts';

/** What a sidecar says: a digest, and of which file. */
export interface Sidecar {
  /** SHA-256 of the zip, 64 lower-case hex digits. */
  readonly sha256: string;
  /** File name of the zip, without a directory. */
  readonly name: string;
}

/** Longest text that can be a sidecar, in bytes: more is an error page. */
export const SIDECAR_MAX_BYTES = 1_024;

const FORM = /^([0-9a-fA-F]{64})\s+\*?(\S.*?)\s*$/;

/**
 * Reads a sidecar: digest, white space, file name, with or without a final newline (spot sidecars have none,
 * futures ones have one). Nothing when the text has another form, such as an HTML or XML error page.
 */
export function parseSidecar(text: string): Sidecar | undefined {
  if (text.length > SIDECAR_MAX_BYTES) return undefined;
  const [, digest, name] = FORM.exec(text) ?? [];
  if (digest === undefined || name === undefined || /[\r\n]/.test(name)) return undefined;
  return { sha256: digest.toLowerCase(), name };
}

/** The sidecar text that the archive publishes in that market, final newline or not included. */
export function formatSidecar(sidecar: Sidecar, market: Market): string {
  const end = market === 'futures_um' || market === 'futures_cm' ? '\n' : '';
  return `${sidecar.sha256}  ${sidecar.name}${end}`;
}
