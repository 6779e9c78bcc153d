import { mkdir } from 'node:fs/promises';

/**
 * Makes a directory and those above it. On a read-only file system Node says of this that a directory does not
 * exist; the plain call for the one that could not be made tells the true reason.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (thrown) {
    const error = thrown as NodeJS.ErrnoException;
    if (error.code === 'ENOENT' && error.path !== undefined) await mkdir(error.path);
    throw error;
  }
}
