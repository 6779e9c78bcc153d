import type { Contender } from './contender.ts';
import type { Corpus, CorpusSpec } from './corpus.ts';
import type { Programs } from './measure/programs.ts';
import type { Contest } from './measure/rounds.ts';
import type { Server } from './server.ts';

/** How much of a peer's time, or of its CPU time, one of ours may take. */
export interface Goal {
  readonly ours: string;
  readonly peer: string;
  /** What is compared; `wall` by default. */
  readonly figure?: 'wall' | 'CPU';
  /** Greatest ratio. */
  readonly atMost: number;
}

/** One comparison of the download benchmark. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly rounds: number;
  readonly folders: Contest['folders'];
  readonly corpus: CorpusSpec;
  readonly serve: (corpus: Corpus) => Promise<Server>;
  readonly contenders: (programs: Programs) => readonly Contender[];
  readonly goals: readonly Goal[];
}
