/** What a terminal would obey rather than show: control characters, but for the line feed and the tabulator. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones.
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** A text that shows what it holds, and does nothing else to a terminal. */
export function clean(text: string): string {
  return text.replace(CONTROL, (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** At most `limit` characters of a text, and how many were left out. */
export function bounded(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)}\n(cut here: ${text.length - limit} characters more)`;
}

/** Every line of a text with so many spaces in front. */
export function indented(text: string, spaces = 2): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}
