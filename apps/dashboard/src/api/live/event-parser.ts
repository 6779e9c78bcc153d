/** An event of a stream. */
export interface ServerEvent {
  /** What `Last-Event-ID` continues behind; undefined for an event without one. */
  readonly id: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** Longest event that is kept before it is whole, in characters. */
const LONGEST = 4 << 20;

/** Makes events of the text of a stream, however it is cut. */
export class EventParser {
  #text = '';

  /** The events that are whole with this piece of text. Throws an Error when one has no end, or is not JSON. */
  push(piece: string): ServerEvent[] {
    const blocks = (this.#text + piece).split('\n\n');
    this.#text = blocks.pop() ?? '';
    if (this.#text.length > LONGEST) throw new Error('an event of the stream has no end');
    return blocks.flatMap((block) => eventOf(block) ?? []);
  }
}

/** The event of a block of lines; undefined for a comment. */
function eventOf(block: string): ServerEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const at = line.indexOf(':');
    if (at > 0) fields.set(line.slice(0, at), line.slice(at + 1).replace(/^ /, ''));
  }
  const [event, data] = [fields.get('event'), fields.get('data')];
  if (event === undefined || data === undefined) return undefined;
  return { id: fields.get('id'), event, data: JSON.parse(data) as unknown };
}
