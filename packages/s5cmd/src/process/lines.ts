import { dirname, join } from 'node:path';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import { textError } from '../answers/text-error.ts';
import { copyLine, workersOf } from '../command/command-line.ts';
import type { S5cmdSettings } from '../command/options.ts';
import { firstItems } from '../transfers/first-items.ts';
import { PartFiles } from '../transfers/part-files.ts';
import type { PendingTransfer } from '../transfers/pending-transfer.ts';
import { removeFile, takeOver } from '../transfers/take-over.ts';
import { readMessage } from './messages.ts';

/** One line that an s5cmd process was given and has not answered. */
export interface Line {
  readonly number: number;
  readonly job: PendingTransfer;
  /** Where s5cmd is to write. */
  readonly part: string;
  /** It was abandoned; s5cmd does not know, and may still answer. */
  abandoned: boolean;
  /** Whether s5cmd works on it, as far as the order of its lines shows. */
  begun: boolean;
}

/** Remarks that are kept; the latest. */
const REMARKS = 20;

/**
 * The lines of one s5cmd process. Each is settled exactly once: by its result line after a check of the file,
 * by being abandoned, or by the end of the process, since silence is not success.
 */
export class Lines {
  /** What s5cmd said that belongs to no open line. */
  readonly remarks: string[] = [];
  readonly #options: S5cmdSettings;
  readonly #parts = new PartFiles();
  /** In the order in which s5cmd begins them. */
  readonly #open = new Map<number, Line>();
  /** Directories in which something may have been left. */
  readonly #unclean = new Set<string>();
  #running = false;
  #given = 0;
  /** Lines that have begun, and of those the ones without an answer. */
  #begun = 0;
  #working = 0;
  #live = 0;
  #succeeded = 0;
  #answered = 0;

  constructor(options: S5cmdSettings) {
    this.#options = options;
  }

  /** Lines without an answer, abandoned ones included. */
  get open(): number {
    return this.#open.size;
  }

  /** Open lines that are waited for. */
  get live(): number {
    return this.#live;
  }

  /** Lines that s5cmd has answered in a way that can be believed. */
  get answered(): number {
    return this.#answered;
  }

  get counts(): { readonly transfers: number; readonly succeeded: number; readonly failed: number } {
    return {
      transfers: this.#given,
      succeeded: this.#succeeded,
      failed: this.#given - this.#live - this.#succeeded,
    };
  }

  /** Opens a line for a job; the text is for s5cmd. */
  add(job: PendingTransfer): { readonly line: Line; readonly text: string } {
    const { key, path } = job.transfer;
    const number = ++this.#given;
    const place = { number, job, part: join(dirname(path), this.#parts.nameOf(number)) };
    const line = { ...place, abandoned: false, begun: false };
    this.#open.set(number, line);
    this.#live += 1;
    this.#begin();
    return { line, text: copyLine(this.#options, key, line.part) };
  }

  /** The process runs: it begins with the first lines, as many as it has workers. */
  run(): void {
    this.#running = true;
    this.#begin();
  }

  /** Settles what an output line of s5cmd answers. */
  receive(text: string): void {
    const message = readMessage(text);
    const line = message.kind === 'other' ? undefined : this.#take(message.names);
    if (line === undefined || message.kind === 'other') this.#remark(text);
    else if (message.kind === 'success') this.#arrived(line, message.bytes);
    else this.#failed(line, message.text);
  }

  /** Gives a line up: its job is left to the caller, and what s5cmd still brings of it is removed. */
  abandon(line: Line): void {
    if (line.abandoned || !this.#open.has(line.number)) return;
    line.abandoned = true;
    this.#live -= 1;
  }

  /** The first open lines, at most that many: with the number of workers, those that s5cmd works on. */
  first(count: number): Line[] {
    return firstItems(this.#open.values(), count);
  }

  /** The files that s5cmd has begun for some open lines. */
  async filesOf(lines: readonly Line[]): Promise<readonly { readonly path: string; readonly line: Line }[]> {
    const files = await this.#parts.in(new Set(lines.map(({ part }) => dirname(part))));
    return files.flatMap(({ path, line: number }) => {
      const line = lines.find((one) => one.number === number);
      return line === undefined ? [] : [{ path, line }];
    });
  }

  /** Once the process has ended: removes what it has left, then settles every line that is still open. */
  async end(errorFor: (key: string) => TapehaulError): Promise<void> {
    const rest = [...this.#open.values()];
    for (const { part } of rest) this.#unclean.add(dirname(part));
    for (const { path } of await this.#parts.in(this.#unclean)) removeFile(path);
    this.#open.clear();
    this.#live = 0;
    for (const { job, abandoned } of rest) if (!abandoned) job.reject(errorFor(job.transfer.key));
  }

  #take(text: string): Line | undefined {
    const line = this.#open.get(this.#parts.lineIn(text) ?? 0);
    if (line === undefined) return undefined;
    this.#open.delete(line.number);
    if (!line.abandoned) this.#live -= 1;
    if (line.begun) this.#working -= 1;
    this.#begin();
    return line;
  }

  /** A worker that is free takes the next line: so it is known when each was begun. */
  #begin(): void {
    while (this.#running && this.#working < workersOf(this.#options) && this.#begun < this.#given) {
      this.#begun += 1;
      const line = this.#open.get(this.#begun);
      if (line === undefined) continue;
      line.begun = true;
      this.#working += 1;
      line.job.transfer.onBegin?.(Date.now());
    }
  }

  #arrived({ job, part, abandoned }: Line, bytes: number): void {
    try {
      if (abandoned) removeFile(part);
      else {
        job.resolve(takeOver(job.transfer, part, bytes));
        this.#succeeded += 1;
      }
      this.#answered += 1;
    } catch (thrown) {
      removeFile(part);
      const error = asTapehaulError(thrown);
      if (error.code === 'too_large') this.#answered += 1;
      if (!abandoned) job.reject(error);
    }
  }

  #failed({ job, part, abandoned }: Line, text: string): void {
    this.#answered += 1;
    this.#unclean.add(dirname(part));
    if (!abandoned) job.reject(textError(job.transfer.key, text, this.#options));
  }

  #remark(text: string): void {
    if (text === '') return;
    this.remarks.push(text);
    if (this.remarks.length > REMARKS) this.remarks.shift();
  }
}
