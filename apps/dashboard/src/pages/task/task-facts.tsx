import type { ReactNode } from 'react';
import type { TaskDetails } from '../../api/shapes.ts';
import { CopyButton } from '../../ui/control/copy-button.tsx';
import { FaultMark } from '../../ui/mark/state-mark.tsx';
import { KeyText } from '../../ui/text/key-text.tsx';
import { Time } from '../../ui/text/time.tsx';
import { bytesText, numberText } from '../../words/amounts.ts';
import styles from './task.module.css';

/** What is held of a file and how it is proved, its earlier versions, and what is known of its day. */
export function TaskFacts({
  details: { held, versions, last_change, verdict, task },
}: {
  readonly details: TaskDetails;
}) {
  return (
    <section aria-label="Proof and versions">
      <h3>Proof</h3>
      <dl className={styles.facts}>
        {held === null && <Fact name="held">no file is in place</Fact>}
        {held !== null && (
          <>
            <Fact name="size">
              {bytesText(held.size)} ({numberText(held.size)} bytes)
            </Fact>
            <Fact name="proved by">
              {held.proof}
              {held.depth !== null && `, ${held.depth}`}
              {held.proved_at !== null && (
                <>
                  {', '}
                  <Time at={held.proved_at} />
                </>
              )}
            </Fact>
            {held.sha256 !== null && (
              <Fact name="SHA-256">
                <code>{held.sha256}</code> <CopyButton text={held.sha256} what="digest" />
              </Fact>
            )}
            {held.etag !== null && (
              <Fact name="ETag">
                <code>{held.etag}</code>
              </Fact>
            )}
            <Fact name="path">
              <KeyText text={held.path} />
            </Fact>
          </>
        )}
        {task.engine !== null && <Fact name="engine">{task.engine}</Fact>}
        {last_change !== null && (
          <Fact name="changed">
            {last_change.kind}, <Time at={last_change.at} />
          </Fact>
        )}
        {verdict?.fault != null && verdict.fault !== 'none' && (
          <Fact name="whose turn">
            <FaultMark fault={verdict.fault} />
          </Fact>
        )}
        {verdict?.evidence != null && <Fact name="evidence">{verdict.evidence}</Fact>}
      </dl>
      {versions.length > 0 && (
        <>
          <h3>Earlier versions</h3>
          <ul className={styles.attempts}>
            {versions.map(({ size, sha256, last_modified, replaced_at }) => (
              <li key={replaced_at}>
                {bytesText(size)}, replaced <Time at={replaced_at} />
                {last_modified !== null && `, of ${last_modified}`}
                {sha256 !== null && (
                  <>
                    {' '}
                    <code>{sha256.slice(0, 16)}…</code>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
