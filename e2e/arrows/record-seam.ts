/** Code that knows more of a record than its contract shows. */
export interface RecordFault {
  readonly file: string;
  readonly line: number;
  /** What it knows. */
  readonly rule: 'file-of-the-record' | 'process-of-an-owner';
}

/** Packages that keep records: they know their files, and which process or connection owns a run. */
const INSIDE = /^packages\/(sqlite|catalog-sqlite|catalog-postgres)\//;

/** What only those may know, and who has another use for the same words. */
const RULES = [
  {
    rule: 'file-of-the-record',
    // The help of `repair` shows people where a damaged record is kept.
    except: /^apps\/cli\/src\/commands\/upkeep\/repair\.ts$/,
    words: /catalog\.(db|sqlite|malformed)|[`'"}](\.db)?-(wal|shm)\b/,
  },
  {
    rule: 'process-of-an-owner',
    // A staging folder is swept once its process is gone; the service has a lease on its own store; s5cmd reads its children.
    except: /^(packages\/downloader\/src\/disk\/staging\.ts|apps\/server\/src\/store\/|packages\/s5cmd\/)/,
    words:
      /process\.kill\([^()]*,\s*0\)|\bowner\??\.(pid|host)\b|\b(bootId|processStart|isAlive|ownerOf)\b|\/proc\/(\$\{|\d)|'\/proc'/,
  },
] as const;

/** What a source file knows of the inside of a record. */
export function recordFaults(file: string, source: string): RecordFault[] {
  if (INSIDE.test(file)) return [];
  return RULES.filter(({ except }) => !except.test(file)).flatMap(({ rule, words }) =>
    source.split('\n').flatMap((text, at) => (words.test(text) ? { file, line: at + 1, rule } : [])),
  );
}
