export type { Durability } from './disk/durability.ts';
export { syncDirectories } from './disk/file-sync.ts';
export { syncFileSystem } from './disk/file-system-sync.ts';
export { makeDirectory } from './disk/make-directory.ts';
export { createDownloader } from './downloader.ts';
export type { Downloader, DownloaderOptions, Waits } from './downloader-options.ts';
export type { Claim } from './engine/admission.ts';
export { checkBytes, LOW_SPEED, type LowSpeed, MAX_OBJECT_BYTES, tooSlow } from './engine/bounds.ts';
export type { Engine, FileHasher, Received, Transfer } from './engine/engine.ts';
export type {
  EngineBatch,
  EngineConflict,
  EngineNeeds,
  EngineOption,
  EngineProvider,
  EngineSearchResult,
  EngineSpec,
  RequestPace,
} from './engine/engine-provider.ts';
export type {
  Dispute,
  DownloadRequest,
  FallBack,
  HeldObject,
  HeldObjects,
  Outcome,
  OutcomeStatus,
  Proof,
  ProofDepth,
  RetryListener,
} from './engine/outcome.ts';
export type { InPlace } from './fetch/in-place.ts';
export { type InPlaceRules, type Obtained, recordedInPlace } from './fetch/obtain.ts';
export { otherFileSystem, refuseLink, requireBelow } from './paths/refuse-link.ts';
export { requireFileOrNothing } from './paths/require-place.ts';
export { type CheckedContent, type ContentChecker, contentChecker } from './proof/content-checker.ts';
export type { ProofPolicy } from './proof/depth.ts';
export { type ZipEntry, zipEntries } from './proof/zip-entries.ts';
export type { TransferRetries } from './retry.ts';
export type { DataSpan } from './sums/file-sums.ts';
export type { Arrived, ArrivedPair, PublishedProof, Target, TargetFile } from './target/target.ts';
export { type DirectoryTargetOptions, directoryTarget } from './target-proof/directory-target.ts';
export { type ProvedPromise, proveTarget, type TargetProof } from './target-proof/prove-target.ts';
export type { Pause, PauseOptions } from './transfer/breaker.ts';
export type { FallBackListener } from './transfer/fall-back.ts';
export type { PauseListener } from './transfer/pausing.ts';
export type { MovedFile, MoveListener } from './transfer/watched.ts';
