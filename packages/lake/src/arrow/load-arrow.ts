import { TapehaulError } from '@tapehaul/errors';

/** The library that lays out record batches. */
export type Arrow = typeof import('apache-arrow');

const VERSION = '21.2.0';
const INSTALL = `npm install apache-arrow@${VERSION}`;

/** Loads Apache Arrow, an optional dependency of 8 MB. Rejects with a TapehaulError `table_writer_missing` where it is not installed. */
export async function loadArrow(): Promise<Arrow> {
  try {
    return await import('apache-arrow');
  } catch (cause) {
    const [reason = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new TapehaulError('table_writer_missing', `Apache Arrow is not installed: ${reason}`, {
      cause,
      facts: { package: 'apache-arrow', version: VERSION },
      hint: `Install it where tapehaul is installed: ${INSTALL}`,
    });
  }
}
