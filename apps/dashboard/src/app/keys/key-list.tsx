import { useEffect, useId, useRef, useState } from 'react';
import { areKeysOn, chooseKeys } from '../../ui/browser/key-choice.ts';
import { Button } from '../../ui/control/button.tsx';
import styles from './key-list.module.css';

const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['g o', 'overview'],
  ['g r', 'runs'],
  ['g c', 'coverage'],
  ['n', 'new run'],
  ['/', 'find'],
  ['j k', 'next row, row before'],
  ['Enter', 'open the row'],
  ['o', 'open the file as a page'],
  ['Esc', 'close the file'],
  ['r', 'retry what failed'],
  ['p', 'pause, or continue'],
  ['?', 'this list'],
];

/** The keys that do something on every page. */
export function KeyList({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [areOn, setAreOn] = useState(areKeysOn);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} className={styles.list} aria-labelledby={title} onClose={onClose}>
      <h2 id={title}>Keys</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input
          type="checkbox"
          checked={areOn}
          onChange={({ target }) => {
            chooseKeys(target.checked);
            setAreOn(target.checked);
          }}
        />{' '}
        single keys are on
      </label>
      <Button onClick={onClose}>Close</Button>
    </dialog>
  );
}
