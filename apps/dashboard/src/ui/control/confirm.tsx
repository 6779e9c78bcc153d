import { useEffect, useId, useRef } from 'react';
import { Button } from './button.tsx';
import styles from './confirm.module.css';
import { CopyButton } from './copy-button.tsx';

/** What a person confirms before it is done. */
export interface Confirmation {
  readonly title: string;
  readonly text: string;
  /** The command that does the same. */
  readonly command: string;
  readonly action: string;
  readonly onConfirm: () => void;
}

/** A dialog in front of the page that wants a yes; Escape means no. */
export function Confirm({
  ask,
  onClose,
}: {
  readonly ask: Confirmation | undefined;
  readonly onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    if (ask !== undefined) dialog.current?.showModal();
    else dialog.current?.close();
  }, [ask]);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={title} onClose={onClose}>
      {ask !== undefined && (
        <>
          <h2 id={title}>{ask.title}</h2>
          <p>{ask.text}</p>
          <p className={styles.command}>
            <code>{ask.command}</code> <CopyButton text={ask.command} what="command" />
          </p>
          <p className={styles.buttons}>
            <Button onClick={onClose}>No, go back</Button>
            <Button
              kind="main"
              onClick={() => {
                ask.onConfirm();
                onClose();
              }}
            >
              {ask.action}
            </Button>
          </p>
        </>
      )}
    </dialog>
  );
}
