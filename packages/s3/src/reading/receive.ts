import type { Received, Transfer } from '@tapehaul/downloader';
import type { ObjectReader } from '../answers/object-reader.ts';
import { PartReaders, type Spare } from './part-readers.ts';
import type { Part } from './parts.ts';
import { ignoresRanges } from './receive-part.ts';
import { Reception, type SplitRules } from './reception.ts';

/** How objects are received. */
export interface ReceiveRules extends SplitRules {
  /** Whether the object is likely to be small. */
  readonly short: boolean;
  /** Where helpers for a large one come from. */
  readonly spare: Spare;
}

/**
 * Brings one object. A large one is read from its beginning in one request, while helpers, as connections are
 * to spare, read parts of it from the end, all of the same version; without any spare one, or from a server
 * that ignores ranges, it is one plain GET. Rejects with a TapehaulError, and then leaves no file behind.
 */
export async function receive(
  reader: ObjectReader,
  transfer: Transfer,
  rules: ReceiveRules,
  signal: AbortSignal,
): Promise<Received> {
  try {
    return await receiveOnce(reader, transfer, rules, signal);
  } catch (error) {
    if (!ignoresRanges(error)) throw error;
    return receiveOnce(reader, transfer, { ...rules, above: Number.POSITIVE_INFINITY }, signal);
  }
}

async function receiveOnce(
  reader: ObjectReader,
  transfer: Transfer,
  rules: ReceiveRules,
  signal: AbortSignal,
): Promise<Received> {
  const { key, path } = transfer;
  let helpers: PartReaders | undefined;
  const reception = new Reception(transfer, rules, (parts, etag) => {
    const onPart = ({ from, to }: Part) => reception.added(from, to + 1);
    helpers = new PartReaders(reader, { key, path, etag, onPart }, parts, signal);
    helpers.call(rules.spare);
  });
  try {
    await reader.read(key, { short: rules.short }, reception, signal);
    const received = await reception.finish();
    await helpers?.finish();
    await helpers?.dismiss();
    if (helpers !== undefined) spend(transfer, reception.bytes + helpers.bytes - received.bytes);
    return received;
  } catch (error) {
    await helpers?.dismiss();
    spend(transfer, reception.bytes + (helpers?.bytes ?? 0));
    await reception.abandon();
    throw error;
  }
}

/** Counts bytes that were wasted. */
function spend({ cost }: Transfer, bytes: number): void {
  if (cost !== undefined) cost.bytesFetched += bytes;
}
