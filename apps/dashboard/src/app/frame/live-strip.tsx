import { useSyncExternalStore } from 'react';
import { lastEventAt } from '../../api/live/live-state.ts';
import { useLive } from '../../api/live/use-live.ts';
import { onWait, waitsUntil } from '../../api/service-wait.ts';
import { Icon } from '../../ui/mark/icon.tsx';
import { Time } from '../../ui/text/time.tsx';
import styles from './live-strip.module.css';

/** Says that what is shown may be old, since when, and how often it is read meanwhile. */
export function LiveStrip() {
  const isLost = useLive() === 'lost';
  const at = isLost ? lastEventAt() : undefined;
  const until = useSyncExternalStore(onWait, waitsUntil);
  return (
    <div role="status">
      {until !== undefined && (
        <p className={styles.strip}>
          <Icon name="clock" />
          <span>
            The service limits how often this page may read. It waits until{' '}
            <Time at={new Date(until).toISOString()} /> and continues by itself.
          </span>
        </p>
      )}
      {isLost && (
        <p className={styles.strip}>
          <Icon name="warning" />
          <span>
            Live data paused
            {at !== undefined && (
              <>
                , last at <Time at={new Date(at).toISOString()} />
              </>
            )}
            . This page reads again every 10 s and reconnects by itself.
          </span>
        </p>
      )}
    </div>
  );
}
