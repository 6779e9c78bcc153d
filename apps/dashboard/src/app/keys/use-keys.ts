import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { areKeysOn } from '../../ui/browser/key-choice.ts';
import { KeySequence } from './key-sequence.ts';

/** Listens to the single keys of every page. Fields keep their keys, and so does what is pressed with Control or Alt. */
export function useKeys({ onList }: { readonly onList: () => void }): void {
  const navigate = useNavigate();
  const list = useRef(onList);
  list.current = onList;
  useEffect(() => {
    const sequence = new KeySequence({
      '?': () => list.current(),
      'g o': () => void navigate({ to: '/' }),
      'g r': () => void navigate({ to: '/runs' }),
      'g c': () => void navigate({ to: '/coverage', search: {} }),
      n: () => void navigate({ to: '/new', search: {} }),
      '/': () => document.querySelector<HTMLElement>('[data-find]')?.focus(),
      j: () => moveRow(1),
      k: () => moveRow(-1),
      r: () => press('retry'),
      p: () => press('pause'),
      o: () => press('open'),
      Escape: () => press('close'),
    });
    const onKey = (event: KeyboardEvent): void => {
      const isTyped = event.target instanceof HTMLElement && event.target.closest(FIELDS) !== null;
      const isChord = event.ctrlKey || event.altKey || event.metaKey;
      if (isTyped || isChord || event.defaultPrevented || !areKeysOn()) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (sequence.press(event.key, event.timeStamp)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
}

const FIELDS = 'input, select, textarea, [contenteditable], [role=application]';

/** Moves the focus to the next row of the page, or the one before. */
function moveRow(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')];
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? rows.indexOf(activeElement) : -1;
  const next = rows[at === -1 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** Presses the button of the page that has that key. */
function press(name: string): void {
  document.querySelector<HTMLElement>(`main [data-key="${name}"]`)?.click();
}
