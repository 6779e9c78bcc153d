import { Button } from '../../../ui/control/button.tsx';
import { LEVELS, type Level } from '../grid/columns.ts';
import styles from './heat-map.module.css';

/** Chooses what a cell stands for, and zooms step by step. */
export function ZoomButtons({
  level,
  onLevel,
  onStep,
}: {
  readonly level: Level;
  readonly onLevel: (level: Level) => void;
  readonly onStep: (by: 1 | -1) => void;
}) {
  return (
    <fieldset className={styles.zoom}>
      <legend>a cell is a</legend>
      {LEVELS.map((name) => (
        <Button key={name} aria-pressed={name === level} onClick={() => onLevel(name)}>
          {name}
        </Button>
      ))}
      <Button aria-label="zoom out" title="zoom out (-)" onClick={() => onStep(-1)}>
        −
      </Button>
      <Button aria-label="zoom in" title="zoom in (+)" onClick={() => onStep(1)}>
        +
      </Button>
    </fieldset>
  );
}
