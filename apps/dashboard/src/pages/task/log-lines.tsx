import type { LogLine } from '../../api/shapes.ts';
import { Button } from '../../ui/control/button.tsx';
import { WordMark } from '../../ui/mark/state-mark.tsx';
import { Time } from '../../ui/text/time.tsx';
import { fileName, linkedParts } from '../../words/keys.ts';
import { type Word, word, wordOf } from '../../words/word.ts';
import styles from './task.module.css';

const LEVELS: Readonly<Record<LogLine['level'], Word>> = {
  debug: word('debug', 'dash', 'none', 'Details.'),
  info: word('info', 'check', 'wait', 'What happens.'),
  warn: word('warning', 'warning', 'warn', 'Something that may need attention.'),
  error: word('error', 'cross', 'bad', 'What failed for good.'),
};

/** Lines of a log. Their text is not of this machine: it is shown as text, and only `https:` addresses become links. */
export function LogLines({
  lines,
  chosen,
  onAround,
}: {
  readonly lines: readonly LogLine[];
  readonly chosen?: number;
  readonly onAround?: (sequence: number) => void;
}) {
  return (
    <ol className={styles.log}>
      {lines.map(({ sequence, at, level, task, message }) => (
        <li key={sequence} className={sequence === chosen ? styles.chosen : undefined}>
          <Time at={at} />
          <WordMark word={wordOf(LEVELS, level)} />
          <span>
            {task !== null && (
              <>
                <code title={task}>{fileName(task)}</code>{' '}
              </>
            )}
            {linkedParts(message).map(({ text, href }, part) =>
              href === undefined ? (
                text
              ) : (
                <a key={part} href={href} target="_blank" rel="noreferrer">
                  {text}
                </a>
              ),
            )}
          </span>
          {onAround !== undefined && (
            <Button onClick={() => onAround(sequence)} title="Show the lines around this one">
              around
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
