/** What is counted. */
export type MetricsEvent =
  | { readonly kind: 'planned'; readonly tasks: number }
  | { readonly kind: 'batch' }
  /** An attempt that failed and will be repeated. */
  | { readonly kind: 'retried'; readonly bytesFetched: number; readonly duration: number }
  /** Another engine took over a transfer. */
  | { readonly kind: 'fall_back' }
  /** What was settled before the run was taken up again: files in place with their bytes, absent, failed, disputed. */
  | {
      readonly kind: 'earlier';
      readonly cached: number;
      readonly bytes: number;
      readonly absent: number;
      readonly failed: number;
      readonly disputed?: number;
    }
  /** Files that other processes have settled, by how they ended. */
  | {
      readonly kind: 'settled_elsewhere';
      readonly downloaded: number;
      readonly unverified: number;
      readonly cached: number;
      readonly absent: number;
      readonly failed: number;
      readonly disputed: number;
      /** Size of those in place, in bytes. */
      readonly bytes: number;
      /** Size of those that were fetched, in bytes; what they moved besides is another event. */
      readonly bytesFetched: number;
      /** For how long they were worked on, up to now, in seconds. */
      readonly duration: number;
    }
  /** What other processes moved beside the size of the files that they have settled. */
  | {
      readonly kind: 'moved_elsewhere';
      readonly bytesFetched: number;
      readonly batches: number;
      readonly fallBacks: number;
    }
  | {
      readonly kind: 'settled';
      readonly status: 'downloaded' | 'cached' | 'unverified' | 'absent' | 'failed' | 'disputed';
      /** Size of the file in place, in bytes. */
      readonly bytes: number;
      readonly bytesFetched: number;
      /** How long the file took, up to now, in seconds. */
      readonly duration: number;
    };
