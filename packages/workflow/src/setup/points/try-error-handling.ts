import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { counted } from '@tapehaul/errors';
import { QUARANTINE } from '../../directory.ts';
import type { FileEvent } from '../../events/events.ts';
import { failed, type PointOutcome, passed, REINSTALL } from '../trial/setup-point.ts';
import { collectTrial, keyOfFile, type Trial } from '../trial/trial.ts';

/** Numbers of the files that meet a fault: one is refused twice with status 503, the sidecar of one has another checksum. */
const [REFUSED, WRONG] = [0, 1] as const;
/** The first refusal is retried at once, the second by the retries of the configuration. */
const REFUSALS = 2;

/** A sidecar with a checksum that no file has. */
const WRONG_SIDECAR = Buffer.from(`${'0'.repeat(64)}  BTCUSDT-1h-2024-01-02.zip\n`);

/** Tries whether a refused download is retried as configured, and whether a file that contradicts its checksum is refused and quarantined. */
export async function tryErrorHandling(trial: Trial): Promise<PointOutcome> {
  const { archive, settings } = trial;
  const { retry_attempts, task_retry_attempts, proof, download_checksum } = settings.config;
  const rules = [
    archive.faults.add({
      key: keyOfFile(REFUSED),
      times: REFUSALS,
      fault: { kind: 'status', status: 503 },
    }),
    archive.faults.add({
      key: keyOfFile(WRONG, '.CHECKSUM'),
      fault: { kind: 'replace', body: WRONG_SIDECAR },
    }),
  ];
  try {
    const keys = { retry_attempts, task_retry_attempts, proof, download_checksum };
    const { root, events } = await collectTrial(trial, { name: 'errors', files: 3, keys });
    const fileOf = (number: number): FileEvent | undefined =>
      events.find((event): event is FileEvent => event.kind === 'file' && keyOfFile(number).test(event.key));
    const [refused, wrong] = [fileOf(REFUSED), fileOf(WRONG)];
    if (refused === undefined || wrong === undefined)
      return failed('the collection ended before its files', 'Try again on a machine with less load.');
    if (refused.error !== null)
      return failed(
        `a download that was refused with status 503 was given up after ${counted(refused.attempts, 'attempt')}: task_retry_attempts is ${task_retry_attempts}, retry_attempts is ${retry_attempts}`,
        'Set task_retry_attempts to 1 or more; the default is 3.',
      );
    if (wrong.error === null)
      return failed(
        `a file that contradicts its published checksum was accepted: proof is ${proof}`,
        'Set proof to auto, and download_checksum to true.',
      );
    const quarantined = await readdir(join(root, QUARANTINE), { recursive: true }).catch(() => []);
    if (!quarantined.some((name) => name.endsWith('.zip')))
      return failed('a file that contradicts its checksum is not in quarantine', REINSTALL);
    return passed(
      `a download that was refused with status 503 succeeded at attempt ${refused.attempts}; a file with a wrong checksum was refused (${wrong.error.code}) and quarantined`,
    );
  } finally {
    for (const rule of rules) rule.remove();
  }
}
