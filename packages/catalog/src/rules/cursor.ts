import { TapehaulError } from '@tapehaul/errors';

/** A place in a list, as the values of its order. */
export type Position = readonly (string | number)[];

/** A place in the list of that kind, as text to be given back. */
export function cursorOf(kind: string, position: Position): string {
  return Buffer.from(JSON.stringify([kind, ...position])).toString('base64url');
}

/** The place that a cursor names. Throws a TapehaulError `cursor_invalid` when it is none of that kind. */
export function positionOf(kind: string, example: Position, cursor: string): Position {
  const [itsKind, ...position] = parsed(cursor);
  const fits =
    itsKind === kind &&
    position.length === example.length &&
    example.every((value, place) => typeof value === typeof position[place]);
  if (fits) return position.filter((value) => typeof value === 'string' || typeof value === 'number');
  throw new TapehaulError('cursor_invalid', `"${cursor}" is no cursor of this list`, {
    facts: { cursor },
    hint: 'Give what the page before said, with the same order; or none, to begin at the first page.',
  });
}

function parsed(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
