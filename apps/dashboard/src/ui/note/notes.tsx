import type { ReactNode } from 'react';
import styles from './notes.module.css';

/** What is shown of a height of some lines while data comes the first time, so that nothing jumps. */
export function Skeleton({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div className={styles.skeleton} aria-busy="true">
      <span className={styles.spoken}>loading</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={styles.line} />
      ))}
    </div>
  );
}

/** What stands in the place of a list without rows. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <div className={styles.empty}>{children}</div>;
}

/** A box with a heading. */
export function Panel({
  title,
  children,
  aside,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly aside?: ReactNode;
}) {
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
