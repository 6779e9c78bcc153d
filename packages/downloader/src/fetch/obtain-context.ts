import type { Engine, Transfer } from '../engine/engine.ts';
import type { HeldObjects } from '../engine/outcome.ts';
import type { ContentChecker } from '../proof/content-checker.ts';
import type { ProofMeans } from '../proof/proof.ts';
import type { Target } from '../target/target.ts';
import type { ProofContext } from './fetch-proved.ts';

/** What obtaining one object works with. */
export interface ObtainContext {
  readonly target: Target;
  /** Reads what stands in a target on this machine; undefined where it is elsewhere. */
  readonly checker: ContentChecker | undefined;
  readonly held: HeldObjects | undefined;
  /** Opened when it is first needed. */
  readonly proving: () => Promise<ProofContext>;
  /** The engine that a transfer uses first. */
  readonly firstFor: (transfer: Transfer) => Engine;
  readonly means: ProofMeans;
  readonly checksum: boolean;
  readonly force: boolean;
  readonly paranoid: boolean;
}
