import { inspect } from 'node:util';
import { clean } from '../../operations/report/clean.js';

export type Style = 'red' | 'yellow' | 'green' | 'gray' | 'bold';

export interface Cell {
  readonly text: string;
  readonly style?: Style;
}

/** Colours are for terminals, and for people who want them. */
export const hasColours = (): boolean =>
  process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

/** What a service has said, which may be anything: in one line, and nothing that a terminal obeys. */
export const inOneLine = (text: string): string => clean(text.replace(/\s*[\n\r\t]\s*/g, ' '));

/** One line of cells, two spaces apart, cut at `width` columns. */
export function paint(
  cells: readonly Cell[],
  width = Number.POSITIVE_INFINITY,
  colours = hasColours(),
): string {
  let left = width;
  const painted: string[] = [];
  for (const [place, cell] of cells.entries()) {
    const { style } = cell;
    const text = inOneLine(cell.text);
    const spaced = place === 0 ? text : `  ${text}`;
    const cut = place === cells.length - 1 ? spaced.trimEnd() : spaced;
    const shown = cut.length > left ? `${cut.slice(0, Math.max(0, left - 1))}${left > 0 ? '…' : ''}` : cut;
    left -= shown.length;
    painted.push(colours && style ? coloured(shown, style) : shown);
    if (left <= 0) break;
  }
  return colours ? painted.join('') : painted.join('').trimEnd();
}

function coloured(text: string, style: Style): string {
  const [on, off] = inspect.colors[style]!;
  return `\x1b[${on}m${text}\x1b[${off}m`;
}
