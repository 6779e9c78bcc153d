import type { Market } from '../spec/markets.ts';

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
 * Reads a sidecar: digest, white space, file name, with or without a final newline (futures sidecars have one;
 * spot ones had none in 2023, and have one in 2026). Nothing when the text has another form, such as an HTML or XML error page.
 */
export function parseSidecar(text: string): Sidecar | undefined {
  if (text.length > SIDECAR_MAX_BYTES) return undefined;
  const [, digest, name] = FORM.exec(text) ?? [];
  if (digest === undefined || name === undefined || /[\r\n]/.test(name)) return undefined;
  return { sha256: digest.toLowerCase(), name };
}

/** A sidecar text as the archive publishes it in that market: futures ones end with a newline, older spot ones do not. */
export function formatSidecar(sidecar: Sidecar, market: Market): string {
  const end = market === 'futures_um' || market === 'futures_cm' ? '\n' : '';
  return `${sidecar.sha256}  ${sidecar.name}${end}`;
}
