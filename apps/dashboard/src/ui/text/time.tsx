import { useSyncExternalStore } from 'react';
import { localText, utcText } from '../../words/times.ts';
import { isUtc, onZone } from '../browser/zone.ts';

/** A time in the zone that the reader chose; the other one on hover. */
export function Time({ at }: { readonly at: string }) {
  const utc = useSyncExternalStore(onZone, isUtc);
  const [shown, other] = utc ? [utcText(at), localText(at)] : [localText(at), utcText(at)];
  return (
    <time dateTime={at} title={other}>
      {shown}
    </time>
  );
}
