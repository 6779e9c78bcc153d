import stringWidth from 'fast-string-width';

/**
 * Columns that what goes to a stream may take: those of its terminal, else what COLUMNS says; Infinity where neither
 * is known, such as in a pipe: a program that reads it needs whole lines.
 */
export function columnsOf(
  stream: { readonly columns?: number },
  env: NodeJS.ProcessEnv = process.env,
): number {
  const columns = stream.columns ?? Number(env.COLUMNS);
  return columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

/** Columns that a text takes. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** A text in lines of at most `columns` columns, broken between words only; a longer word has its own line. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Lines of text, those that are too long continued below the beginning of their text: behind a label, if they have one. */
export function fitted(text: string, columns: number = columnsOf(process.stdout)): string {
  if (columns === Number.POSITIVE_INFINITY) return text;
  return text
    .split('\n')
    .flatMap((line) => {
      if (widthOf(line) <= columns) return [line];
      const [label = ''] = /^\s*(?:\S+(?: \S+)? {2,}){0,2}/.exec(line) ?? [];
      const indent = widthOf(label) < columns / 2 ? widthOf(label) : 2;
      const [first = '', ...rest] = wrapped(line.slice(label.length), columns - widthOf(label));
      const below = rest.length === 0 ? [] : wrapped(rest.join(' '), columns - indent);
      return [`${label}${first}`, ...below.map((it) => `${' '.repeat(indent)}${it}`)];
    })
    .join('\n');
}
