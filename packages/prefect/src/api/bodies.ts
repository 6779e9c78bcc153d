/** An event of Prefect's, which its server records as a state of a task run; its flow run is added when it is sent. */
export interface StateEvent {
  readonly id: string;
  /** UTC. */
  readonly occurred: string;
  readonly event: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly payload: object;
}

/** A line of the log as Prefect's API takes it, without its flow run. */
export interface PrefectLog {
  readonly name: string;
  readonly level: number;
  readonly message: string;
  /** UTC. */
  readonly timestamp: string;
  readonly task_run_id?: string;
}

/** An artifact as Prefect's API takes it, without its flow run. */
export interface PrefectArtifact {
  readonly key: string;
  readonly type: 'markdown';
  readonly description: string;
  readonly data: string;
}
