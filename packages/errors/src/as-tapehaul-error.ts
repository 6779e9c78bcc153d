import { stoppedBy, TapehaulError } from './error/tapehaul-error.ts';
import { networkError } from './network/network-error.ts';

/**
 * Any thrown value as a {@link TapehaulError}: one of ours as it is, an aborted wait by what the signal says, an error of
 * the file system or of the network, also one of `fetch`, by its errno, everything else as `internal` with the original
 * as its cause.
 *
 * Give the signal that the work listened to: only what that signal stopped is `cancelled`. Clients of HTTP also throw an
 * AbortError when the other side ends a connection, which is `connection_failed`.
 */
export function asTapehaulError(thrown: unknown, signal?: AbortSignal): TapehaulError {
  if (thrown instanceof TapehaulError) return thrown;
  const message = thrown instanceof Error ? thrown.message : textOf(thrown);
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    if (signal?.aborted === true) return stoppedBy(signal);
    // Node gives the reason of a signal as the cause.
    if (thrown.cause instanceof TapehaulError) return thrown.cause;
    return new TapehaulError('connection_failed', `the connection was given up: ${message}`, {
      cause: thrown,
    });
  }
  return (
    fileSystemError(thrown, message) ??
    networkError(thrown) ??
    new TapehaulError('internal', message, { cause: thrown })
  );
}

/** Anything may be thrown, also what refuses to become a text. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT']);
const BLOCKED = new Set(['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY']);
const DISK_BROKEN = new Set(['EROFS', 'EIO']);
const FILE = new Set(['EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENAMETOOLONG', 'ENOENT']);

function fileSystemError(thrown: unknown, message: string): TapehaulError | undefined {
  const errno = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const facts = { errno };
  if (DISK_FULL.has(errno)) {
    const hint =
      'Free space (or raise the quota) on the output file system, then run the same command again.';
    return new TapehaulError('disk_full', message, { cause: thrown, facts, hint });
  }
  if (BLOCKED.has(errno)) {
    const hint = 'Something else stands at that path: move it away, then run the same command again.';
    return new TapehaulError('target_blocked', message, { cause: thrown, facts, hint });
  }
  if (DISK_BROKEN.has(errno)) {
    const hint = 'Check the health and the mount of the output file system, then run the same command again.';
    return new TapehaulError('disk_failed', message, { cause: thrown, facts, hint });
  }
  if (FILE.has(errno)) {
    const hint =
      'Check the permissions of that path and the limit of open files, then run the same command again.';
    return new TapehaulError('file_failed', message, { cause: thrown, facts, hint });
  }
  return undefined;
}
