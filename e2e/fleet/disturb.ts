import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from '@tapehaul/testkit/postgres';
import type { Temporal } from '@tapehaul/testkit/temporal';
import type { Workers } from './workers.ts';

/** What is done to a fleet. */
export interface Disturbances {
  /** Workers that are killed with SIGKILL, each replaced by a new one. */
  readonly kills: number;
  /** Workers that are stopped with SIGSTOP for a while, and woken. */
  readonly stops: number;
  /** For how long, in milliseconds: longer than their heartbeat or lease allows. */
  readonly stoppedMs: number;
  /** How often each server is killed with SIGKILL, and started again after a second or two. */
  readonly crashes: number;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly say: (line: string) => void;
}

/** What workers depend on. */
export interface Servers {
  readonly postgres: Postgres;
  readonly temporal: Temporal | undefined;
}

/** What is disturbed. */
export interface Disturbed {
  readonly workers: Workers;
  readonly servers: Servers;
  /** The run: nothing is disturbed after its end. */
  readonly running: Promise<unknown>;
  /** Which part of the files workers have handed in, from 0 to 1. */
  readonly progress: () => number;
}

/** The part of the files by which the last disturbance happens: work is left for what comes after it. */
const LAST_AT = 0.8;
/** How often it is checked how far the run is, in milliseconds. */
const CHECK_MS = 50;

/** How many disturbances are requested. */
export function disturbancesOf({ kills, stops, crashes }: Disturbances, servers: number): number {
  return kills + stops + crashes * servers;
}

/**
 * Disturbs a fleet in a random order, each time once a random part more of the files is handed in, until everything was done or the run has ended.
 * Gives what happened, each with its time.
 */
export async function disturb(what: Disturbances, disturbed: Disturbed): Promise<string[]> {
  const { random, say } = what;
  const happened: string[] = [];
  const started = performance.now();
  let hasEnded = false;
  const ended = disturbed.running.then(
    () => undefined,
    () => undefined,
  );
  void ended.then(() => {
    hasEnded = true;
  });
  const wakings: Promise<void>[] = [];
  const acts = shuffled(actsOf(what, disturbed, wakings, ended), random);
  for (const [place, act] of acts.entries()) {
    const at = (LAST_AT * (place + random())) / acts.length;
    while (!hasEnded && disturbed.progress() < at) await Promise.race([ended, sleep(CHECK_MS)]);
    if (hasEnded) break;
    const line = `${((performance.now() - started) / 1_000).toFixed(1)} s: ${await act()}`;
    happened.push(line);
    say(line);
  }
  await Promise.all(wakings);
  return happened;
}

type Act = () => Promise<string>;

function actsOf(
  what: Disturbances,
  { workers, servers }: Disturbed,
  wakings: Promise<void>[],
  ended: Promise<void>,
): Act[] {
  const { kills, stops, stoppedMs, crashes, random } = what;
  const any = () => workers.awake[Math.floor(random() * workers.awake.length)];
  const kill: Act = async () => {
    const worker = any();
    worker?.child.kill('SIGKILL');
    await worker?.child;
    workers.start();
    return 'a worker is killed, another one started';
  };
  const stop: Act = async () => {
    const worker = any();
    if (worker === undefined) return 'no worker is left to stop';
    worker.isStopped = true;
    worker.child.kill('SIGSTOP');
    wakings.push(
      Promise.race([sleep(stoppedMs), ended]).then(() => {
        worker.child.kill('SIGCONT');
        worker.isStopped = false;
      }),
    );
    return `a worker stands still for ${stoppedMs / 1_000} s`;
  };
  const crash =
    (name: string, server: { kill(): Promise<void>; start(): Promise<void> }): Act =>
    async () => {
      await server.kill();
      await sleep(1_000 + 1_000 * random());
      await server.start();
      return `${name} was killed and started again`;
    };
  const { postgres, temporal } = servers;
  return [
    ...times(kills, kill),
    ...times(stops, stop),
    ...times(crashes, crash('PostgreSQL', postgres)),
    ...(temporal === undefined ? [] : times(crashes, crash('Temporal', temporal))),
  ];
}

function times(count: number, act: Act): Act[] {
  return Array.from({ length: count }, () => act);
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
