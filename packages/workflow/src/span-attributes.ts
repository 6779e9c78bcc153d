import type { Attributes } from '@opentelemetry/api';
import { parseKey } from '@tapehaul/archive';
import type { CollectionConfig } from '@tapehaul/config';
import type { Outcome } from '@tapehaul/downloader';
import { ATTRIBUTE } from '@tapehaul/tracing';

/** What tells the span of a file from others. */
export function fileAttributes(key: string, { source }: Pick<CollectionConfig, 'source'>): Attributes {
  const { hostname, port, protocol } = new URL(source.endpoint);
  const object = parseKey(key);
  return {
    [ATTRIBUTE.key]: key,
    [ATTRIBUTE.bucket]: source.bucket,
    [ATTRIBUTE.serverAddress]: hostname,
    [ATTRIBUTE.serverPort]: Number(port) || (protocol === 'http:' ? 80 : 443),
    ...(object === undefined
      ? {}
      : {
          [ATTRIBUTE.market]: object.market,
          [ATTRIBUTE.dataType]: object.dataType,
          [ATTRIBUTE.symbol]: object.symbol,
          [ATTRIBUTE.partition]: object.partition,
          [ATTRIBUTE.period]: object.period,
          ...(object.interval === null ? {} : { [ATTRIBUTE.interval]: object.interval }),
        }),
  };
}

/** What an attempt on a file came to. */
export function outcomeAttributes({ status, bytes, proof, target, engine, fallBacks }: Outcome): Attributes {
  return {
    [ATTRIBUTE.outcome]: status,
    [ATTRIBUTE.bytes]: bytes,
    [ATTRIBUTE.proof]: proof,
    [ATTRIBUTE.filePath]: target,
    ...(engine === null ? {} : { [ATTRIBUTE.engine]: engine }),
    ...(fallBacks.length === 0 ? {} : { [ATTRIBUTE.fallBacks]: fallBacks.length }),
  };
}
