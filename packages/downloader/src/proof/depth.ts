import type { ProofDepth } from '../engine/outcome.ts';

/**
 * How deep files are proved: always {@link ProofDepth} `published` or `deep`; or `auto`, deep up to a size at which that costs next to nothing, published above; or
 * `none`, without sidecars. What no sidecar proves is always proved deep.
 */
export type ProofPolicy = 'auto' | ProofDepth | 'none';

/** Size in bytes up to which `auto` proves deep: 0.3 ms of CPU at most, half of what such a file takes otherwise. */
const DEEP_UP_TO = 16 * 1_024;

/** How deep a file of that size is proved: the same one always alike. */
export function depthOf(policy: ProofPolicy, bytes: number, hasSidecar: boolean): ProofDepth {
  if (!hasSidecar || policy === 'none' || policy === 'deep') return 'deep';
  return policy === 'auto' && bytes <= DEEP_UP_TO ? 'deep' : 'published';
}
