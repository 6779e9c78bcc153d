import { useQuery } from '@tanstack/react-query';
import { unreadableQuery } from '../../api/queries.ts';
import { visibleText } from '../../words/visible-text.ts';
import { Icon } from '../mark/icon.tsx';
import styles from './notes.module.css';

/** Sets whose record cannot be read now, such as on a full disk: without this their files and runs would seem to be gone. */
export function UnreadableSets() {
  const sets = useQuery(unreadableQuery).data ?? [];
  return sets.map(({ name, code, message, hint }) => (
    <div key={name} role="alert" className={styles.problem}>
      <p>
        <Icon name="warning" /> The record of {visibleText(name)} cannot be read now, so its files and runs
        are not shown. They are still there.
      </p>
      <p>
        {visibleText(message)} <code>{visibleText(code)}</code>
      </p>
      <p>{visibleText(hint)}</p>
    </div>
  ));
}
