import type { Problem } from '@tapehaul/errors';
import { found } from '../values/problems.ts';
import { isRecord } from '../values/records.ts';

/** Values by our paths, and where each stands in the file. Two places that disagree about one path are a problem. */
export class KeyValues {
  readonly #values = new Map<string, { readonly value: unknown; readonly at: string }>();
  readonly #problems: Problem[];

  constructor(problems: Problem[]) {
    this.#problems = problems;
  }

  has(path: string): boolean {
    return this.#values.has(path);
  }

  set(path: string, value: unknown, at: string): void {
    const other = this.#values.get(path);
    if (other === undefined) this.#values.set(path, { value, at });
    else if (JSON.stringify(other.value) !== JSON.stringify(value)) {
      const message = `${found(value)}, but ${other.at} ${found(other.value).replace(/^got /, 'is ')}: remove one of them`;
      this.#problems.push({ path: at, message });
    }
  }

  /** The configuration that the values are, and where those stand that are under another name. */
  end(): {
    readonly input: Readonly<Record<string, unknown>>;
    readonly writtenAt: ReadonlyMap<string, string>;
  } {
    this.#chooseBucket();
    const input: Record<string, unknown> = {};
    const writtenAt = new Map<string, string>();
    for (const [path, { value, at }] of this.#values) {
      const [key = '', leaf] = path.split('.');
      const object = input[key];
      input[key] = leaf === undefined ? value : { ...(isRecord(object) ? object : {}), [leaf]: value };
      if (at !== path) writtenAt.set(path, at);
    }
    return { input, writtenAt };
  }

  /** A bucket that files go to, named outside of `storage`, chooses it. */
  #chooseBucket(): void {
    const bucket = this.#values.get('storage.bucket');
    if (bucket === undefined || bucket.at.startsWith('storage.')) return;
    const choice = [
      ['storage.type', 's3'],
      ['use_cloud_storage', true],
    ] as const;
    for (const [path, value] of choice) if (!this.has(path)) this.set(path, value, bucket.at);
  }
}
