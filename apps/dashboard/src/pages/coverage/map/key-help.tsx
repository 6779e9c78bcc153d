import styles from './heat-map.module.css';

/** The keys of the map. */
export function KeyHelp({ id }: { readonly id: string }) {
  return (
    <p id={id} className={styles.help}>
      Click a day to see why it is as it is. Keys: <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd> move,{' '}
      <kbd>h</kbd> next hole, <kbd>+</kbd> <kbd>-</kbd> zoom, <kbd>Home</kbd> <kbd>End</kbd> first and last
      day, <kbd>Enter</kbd> explains the days.
    </p>
  );
}
