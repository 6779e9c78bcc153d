import { visibleText } from './visible-text.ts';

/** The parts of a key between which a line may break: each ends with its slash. */
export function keyParts(key: string): string[] {
  return visibleText(key).split(/(?<=\/)/);
}

/** The name of a file, which is the end of its key. */
export function fileName(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** An error message without the key that it begins with, as lists show it beside the key. */
export function withoutKey(message: string, key: string): string {
  for (const name of [key, fileName(key)]) {
    const rest = message.slice(name.length);
    if (name !== '' && message.startsWith(name) && /^(?:[\s:,]|$)/.test(rest))
      return visibleText(rest.replace(/^[\s:,]+/, ''));
  }
  return visibleText(message);
}

/** A piece of text that may be a link: only one of `https:`, so that no text becomes a script. */
export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

/** Splits text at addresses that a browser may open. */
export function linkedParts(text: string): TextPart[] {
  return visibleText(text)
    .split(/(https:\/\/[^\s"'<>)\],;]*[^\s"'<>)\],;.!?])/)
    .flatMap((part, at): TextPart[] => {
      if (part === '') return [];
      if (at % 2 === 0 || !URL.canParse(part)) return [{ text: part }];
      const url = new URL(part);
      return url.protocol === 'https:' ? [{ text: part, href: url.href }] : [{ text: part }];
    });
}
