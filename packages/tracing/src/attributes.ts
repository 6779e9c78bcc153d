/**
 * Keys of span attributes: the one table of them; docs/tracing.md explains each. Where OpenTelemetry has a
 * convention (semantic conventions 1.37: `error`, `aws.s3`, `server`, `file`, `http`, `url`, `process`), its key is used.
 */
export const ATTRIBUTE = {
  /** Id of the run, on every span of it. */
  runId: 'tapehaul.run.id',
  /** Name of the state that a run or a task ended in. */
  state: 'tapehaul.state',
  /** Marks the span of a task when it starts: its name. What belongs to a task is kept or left out as a whole. */
  task: 'tapehaul.task',
  /** Id of the task within its run. */
  taskId: 'tapehaul.task.id',
  tags: 'tapehaul.tags',
  /** Number of the attempt, 1 for the first. */
  attempt: 'tapehaul.attempt',
  /** Attempts that a task needed. */
  attempts: 'tapehaul.attempts',
  /** Wait before the next attempt, in milliseconds. */
  retryDelay: 'tapehaul.retry.delay_ms',
  /** Number of a group of tasks within its call, 1 for the first. */
  batch: 'tapehaul.batch',
  /** Name of the worker of a fleet. */
  worker: 'tapehaul.worker',
  /** Tasks of a group, or of a plan. */
  tasks: 'tapehaul.tasks',
  /** Spans of days that a plan cannot have. */
  gaps: 'tapehaul.gaps',
  market: 'tapehaul.market',
  dataType: 'tapehaul.data_type',
  symbol: 'tapehaul.symbol',
  interval: 'tapehaul.interval',
  partition: 'tapehaul.partition',
  period: 'tapehaul.period',
  /** What moved the bytes: `s3` or `s5cmd`. */
  engine: 'tapehaul.engine',
  /** Size of what came, in bytes. */
  bytes: 'tapehaul.bytes',
  /** `sidecar` or `none`. */
  proof: 'tapehaul.proof',
  /** `downloaded`, `cached`, `unverified`, `absent` or `failed`. */
  outcome: 'tapehaul.outcome',
  /** Engines that a transfer fell back from because of their own failures. */
  fallBacks: 'tapehaul.fall_backs',
  bucket: 'aws.s3.bucket',
  key: 'aws.s3.key',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  filePath: 'file.path',
  httpMethod: 'http.request.method',
  httpStatus: 'http.response.status_code',
  /** The route that a request came in by, such as `/v1/runs/:run`. */
  httpRoute: 'http.route',
  urlPath: 'url.path',
  urlScheme: 'url.scheme',
  /** Exit status of a command. */
  exitCode: 'process.exit.code',
  /** Code of the error. */
  errorType: 'error.type',
} as const;
