import { counted, grouped, visible } from '@tapehaul/errors';
import type { NotRebuilt, VerifiedTable, VerifiedTableStatus } from '@tapehaul/workflow';
import { outColors as pc } from '../colors.ts';
import { print, printJson } from '../print.ts';
import { shellWord } from '../shell-word.ts';

/** Counts the tables that are verified, and prints those that a person has to know of. */
export class VerifiedTables {
  readonly #counts: Record<VerifiedTableStatus, number> = {
    intact: 0,
    changed: 0,
    broken: 0,
    missing: 0,
    unknown: 0,
    unreadable: 0,
    not_read: 0,
  };
  readonly #notRebuilt = new Map<NotRebuilt, number>();
  readonly #directory: string;
  readonly #how: { readonly verbose: boolean; readonly json: boolean };

  constructor(directory: string, how: { readonly verbose: boolean; readonly json: boolean }) {
    this.#directory = directory;
    this.#how = how;
  }

  add(table: VerifiedTable): void {
    const { status, not_rebuilt } = table;
    this.#counts[status] += 1;
    if (not_rebuilt !== null) this.#notRebuilt.set(not_rebuilt, (this.#notRebuilt.get(not_rebuilt) ?? 0) + 1);
    if (this.#how.json) printJson(table);
    else if (this.#how.verbose || !UNEVENTFUL.has(status)) print(line(table));
  }

  /** Whether there were no tables. */
  get isEmpty(): boolean {
    return Object.values(this.#counts).every((tables) => tables === 0);
  }

  /** Whether one is not as it was built, or cannot be read. */
  get isFaulty(): boolean {
    const { changed, broken, missing, unreadable } = this.#counts;
    return changed + broken + missing + unreadable > 0;
  }

  /** What the summary of `--json` has of them: nothing where there are none. */
  json(): { readonly tables?: object } {
    return this.isEmpty ? {} : { tables: { ...this.#counts, not_rebuilt: this.#sum() } };
  }

  /** Lines of the summary for a person. */
  summary(): string[] {
    if (this.isEmpty) return [];
    const { intact, changed, broken, missing, unknown, unreadable, not_read } = this.#counts;
    const others = [
      ...some(broken, 'broken'),
      ...some(unknown, 'unknown'),
      ...some(unreadable, 'unreadable'),
      ...some(not_read, 'not read'),
    ];
    return [
      [
        `Tables: ${grouped(intact)} intact`,
        `${grouped(changed)} changed`,
        `${grouped(missing)} missing`,
        ...others,
      ].join(', '),
      ...[...this.#notRebuilt].map(
        ([why, tables]) => `${counted(tables, 'table')} not rebuilt: ${REASONS[why]}`,
      ),
      ...(changed + broken + missing === 0
        ? []
        : [`Build them again: tapehaul tables build ${shellWord(this.#directory)}`]),
      ...(unknown === 0
        ? []
        : [
            `The record names no table at the paths of unknown files, and readers of the folder may take them for tables: move them away`,
          ]),
    ];
  }

  #sum(): number {
    return [...this.#notRebuilt.values()].reduce((sum, tables) => sum + tables, 0);
  }
}

const REASONS: Readonly<Record<NotRebuilt, string>> = {
  sources_gone: 'a source file is no longer held',
  sources_changed: 'a source file was replaced or has changed',
  other_version: 'built by another version of tapehaul or DuckDB',
  no_writer: 'DuckDB is not installed or does not run (npm install @duckdb/node-api)',
  no_record: 'the record is missing (tapehaul repair)',
};

/** What a person need not know of a single table. */
const UNEVENTFUL: ReadonlySet<VerifiedTableStatus> = new Set(['intact', 'not_read']);

const SIGNS = {
  intact: 'intact  ',
  changed: pc.red('changed '),
  broken: pc.red('broken  '),
  missing: pc.red('missing '),
  unknown: pc.yellow('unknown '),
  unreadable: pc.red('unreadable'),
  not_read: 'not read',
} as const;

function some(tables: number, what: string): string[] {
  return tables === 0 ? [] : [`${grouped(tables)} ${what}`];
}

function line({ status, path, error }: VerifiedTable): string {
  return `${SIGNS[status]} ${visible(path)}${error === null ? '' : `\n           ${error.message}`}`;
}
