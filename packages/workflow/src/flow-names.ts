/** Name of the flow, as the teams know it. */
export const FLOW_NAME = 'archive-collection-flow';

/** What the flow does, in words. */
export const FLOW_DESCRIPTION = 'Collects files of the Binance archive, proves and records them';

/** Tags of the flow, as the teams know them. */
export const FLOW_TAGS = ['archive', 'collection', 'crypto', 'binance'] as const;

/** Version of the flow: it changes when its tasks, or what they record, change. */
export const FLOW_VERSION = '1.0.0';

/** Name of the task that gets one file. */
export const FILE_TASK = 'download-archive-file';

/** Name of the task that plans a part of a run. */
export const PART_TASK = 'plan-part';

/** Name of the run that adopts a folder. */
export const ADOPT_FLOW = 'adopt';

/** Name of the flow that builds tables by itself. */
export const TABLES_FLOW = 'table-build';

/** Name of the task that builds the tables of one series and month; its id is `<series>/<month>`. */
export const TABLE_TASK = 'build-table-month';
