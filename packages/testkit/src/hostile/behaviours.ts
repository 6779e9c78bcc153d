import { ANSWERS } from './answers.ts';
import type { Behaviour } from './behaviour.ts';
import { CONTENTS } from './contents.ts';
import { FRAMING } from './framing.ts';
import { HEADERS } from './headers.ts';
import { LENGTHS } from './lengths.ts';
import { SIDECARS } from './sidecars.ts';

/** What hostile and broken sources do with objects and sidecars: the table that drives the tests and the docs. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...LENGTHS,
  ...HEADERS,
  ...FRAMING,
  ...ANSWERS,
  ...CONTENTS,
  ...SIDECARS,
];
