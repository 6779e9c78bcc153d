import { folded } from '../names/folded.ts';
import { IDLE_ROWS } from './idle-rows.ts';
import { type KeyRow, type KeyRule, open } from './key-rule.ts';
import { OUTPUT_ROWS, SOURCE_ROWS } from './place-rows.ts';
import { REQUEST_ROWS } from './request-rows.ts';
import { TRANSFER_ROWS } from './transfer-rows.ts';

/** Groups, whose keys are read as if they stood outside. */
const GROUP_ROWS: readonly KeyRow[] = [
  [
    'workflow_config workflow_settings collection_config collection archive_collection configuration config',
    open,
  ],
  ['parameters params settings general request download download_config download_settings fetch', open],
  [
    'performance_optimization performance_settings optimization quality_control quality quality_settings',
    open,
  ],
  ['processing execution runtime retry_config retry_policy retry_settings validation checks', open],
];

/** Keys of other tools, and of earlier tools of the same teams. */
export const KEY_ROWS: readonly KeyRow[] = [
  ...GROUP_ROWS,
  ...REQUEST_ROWS,
  ...SOURCE_ROWS,
  ...OUTPUT_ROWS,
  ...TRANSFER_ROWS,
  ...IDLE_ROWS,
];

const RULES: ReadonlyMap<string, KeyRule> = new Map(
  KEY_ROWS.flatMap(([names, rule]) => names.split(' ').map((name) => [folded(name), rule] as const)),
);

/** Groups whose keys are those of an S3 client. */
const S3_GROUPS = new Set([
  's3config',
  's3',
  's3settings',
  'aws',
  'awsconfig',
  'minio',
  'minioconfig',
  's5cmd',
  's5cmdconfig',
]);

/** The rule of a key that is none of ours; nothing for an unknown one. */
export function ruleOf(key: string, value: unknown): KeyRule | undefined {
  const name = folded(key);
  if (S3_GROUPS.has(name) && typeof value === 'object') return open;
  return RULES.get(name);
}
