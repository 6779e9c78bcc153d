import type { Attributes } from '@opentelemetry/api';
import type { CollectionConfig } from '@tapehaul/config';
import { ATTRIBUTE } from '@tapehaul/tracing';
import type { FileOutcome } from './file-outcome.ts';
import type { PlannedFile } from './file-request.ts';

/** Where all files of a collection come from; for the one span that they are all below. */
export function sourceAttributes({ source }: Pick<CollectionConfig, 'source'>): Attributes {
  const { hostname, port, protocol } = new URL(source.endpoint);
  return {
    [ATTRIBUTE.bucket]: source.bucket,
    [ATTRIBUTE.serverAddress]: hostname,
    [ATTRIBUTE.serverPort]: Number(port) || (protocol === 'http:' ? 80 : 443),
  };
}

/** What distinguishes the span of a file from others. */
export function fileAttributes({ key, object }: PlannedFile): Attributes {
  if (object === undefined) return { [ATTRIBUTE.key]: key };
  const { market, dataType, symbol, interval, partition, period } = object;
  return {
    [ATTRIBUTE.key]: key,
    [ATTRIBUTE.market]: market,
    [ATTRIBUTE.dataType]: dataType,
    [ATTRIBUTE.symbol]: symbol,
    [ATTRIBUTE.partition]: partition,
    [ATTRIBUTE.period]: period,
    ...(interval === null ? {} : { [ATTRIBUTE.interval]: interval }),
  };
}

/** The outcome of an attempt on a file. */
export function outcomeAttributes({
  status,
  bytes,
  proof,
  target,
  engine,
  fallBacks,
}: Omit<FileOutcome, 'error' | 'object'>): Attributes {
  return {
    [ATTRIBUTE.outcome]: status,
    [ATTRIBUTE.bytes]: bytes,
    [ATTRIBUTE.proof]: proof,
    [ATTRIBUTE.filePath]: target,
    ...(engine === null ? {} : { [ATTRIBUTE.engine]: engine }),
    ...(fallBacks.length === 0 ? {} : { [ATTRIBUTE.fallBacks]: fallBacks.length }),
  };
}
