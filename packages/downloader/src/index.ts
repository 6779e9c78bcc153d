export type { Claim } from './admission.ts';
export { checkBytes, LOW_SPEED, type LowSpeed, MAX_OBJECT_BYTES, tooSlow } from './bounds.ts';
export type { Pause, PauseOptions } from './breaker.ts';
export { createDownloader } from './downloader.ts';
export type { Downloader, DownloaderOptions, Waits } from './downloader-options.ts';
export type { Durability } from './durability.ts';
export type { Engine, Received, Transfer } from './engine.ts';
export type { FallBackListener } from './fall-back.ts';
export { syncFileSystem } from './file-system-sync.ts';
export type { InPlace } from './in-place.ts';
export { makeDirectory } from './make-directory.ts';
export { type Obtained, type RecordedPlaces, recordedInPlace } from './obtain.ts';
export type {
  DownloadRequest,
  FallBack,
  HeldObject,
  HeldObjects,
  Outcome,
  OutcomeStatus,
  Proof,
  RetryListener,
} from './outcome.ts';
export type { PauseListener } from './pausing.ts';
export { refuseLink } from './refuse-link.ts';
export type { TransferRetries } from './retry.ts';
export type { Arrived, ArrivedPair, PublishedProof, Standing, Target } from './target.ts';
export { type DirectoryTargetOptions, directoryTarget } from './target-proof/directory-target.ts';
export { type ProvedPromise, proveTarget, type TargetProof } from './target-proof/prove-target.ts';
