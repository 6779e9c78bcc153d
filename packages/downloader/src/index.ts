export { createDownloader, type Downloader, type DownloaderOptions } from './downloader.ts';
export type { Engine, Received, Transfer } from './engine.ts';
export type { FallBackListener } from './fall-back.ts';
export type {
  DownloadRequest,
  HeldObject,
  HeldObjects,
  Outcome,
  OutcomeStatus,
  Proof,
} from './outcome.ts';
