/** What names of objects end with, in the archive and on disk. */
export const ZIP_SUFFIX = '.zip';

/** What follows the name of an object in that of its sidecar, in the archive and on disk. */
export const SIDECAR_SUFFIX = '.CHECKSUM';

/** Folder of all objects in the lakehouse layout, without a slash at its end. */
export const LAKEHOUSE_FOLDER = 'bronze/binance';

/** Whether a key or path is named like an object. */
export function isZip(path: string): boolean {
  return path.endsWith(ZIP_SUFFIX);
}

/** A key or path without the ending of an object's name, if it has it. */
export function withoutZip(path: string): string {
  return isZip(path) ? path.slice(0, -ZIP_SUFFIX.length) : path;
}
