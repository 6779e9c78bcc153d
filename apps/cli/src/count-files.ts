/** How often is told how far something is, in milliseconds. */
const EVERY = 5_000;

/** Tells on stderr now and then how many files have been worked on, where nobody knows how many there are. */
export function countFiles(done: string): { step(): void; end(): void } {
  let files = 0;
  const timer = setInterval(() => process.stderr.write(`progress ${files} files ${done}\n`), EVERY);
  return {
    step: () => {
      files += 1;
    },
    end: () => clearInterval(timer),
  };
}
