/** Control characters but line breaks and tabs, and marks that are not visible or that turn text around; not the joiner of emoji. */
const UNSEEN = /(?![\n\t\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text of the archive as it can be read: each character that cannot be seen is written as its number, `\u{202e}`. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`);
}
