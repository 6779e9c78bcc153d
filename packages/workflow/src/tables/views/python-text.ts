/** A text as a literal of Python. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}
