/** What keeps `process.exit` from ending: threads that wait for the disk or for a name server. */
const HANGING: ReadonlySet<string> = new Set([
  'FSReqCallback',
  'FSReqPromise',
  'GetAddrInfoReqWrap',
  'GetNameInfoReqWrap',
]);

/** Exit statuses that a shell shows of a process which a signal has ended, too. */
const STOPS: ReadonlySet<number> = new Set([130, 143]);

/** How long the disk or a name server may still take, in milliseconds. */
const PATIENCE = 250;

/**
 * Ends this process with an exit status, or by the signal that stands for it where a thread hangs: `process.exit` would
 * wait for that thread. A shell sees the same status of both. Programs that were started end with it.
 */
export function endProcess(status: number, signal: NodeJS.Signals): void {
  if (!isHanging() || !STOPS.has(status)) process.exit(status);
  setTimeout(() => {
    if (!isHanging()) process.exit(status);
    // The end by a signal runs no listeners: those end the programs that were started.
    process.emit('exit', status);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }, PATIENCE);
}

function isHanging(): boolean {
  return process.getActiveResourcesInfo().some((name) => HANGING.has(name));
}
