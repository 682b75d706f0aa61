import { createRequire } from 'node:module';
import type { ParseErrorCode } from 'jsonc-parser';
import type { Finding } from './faults.js';
import { position, type Source } from './source.js';

const HINTS: Record<string, { expected: string; remedy: string }> = {
  CommaExpected: { expected: 'a comma', remedy: 'Put a comma between the two.' },
  ColonExpected: { expected: 'a colon', remedy: 'Put a colon between the key and its value.' },
  PropertyNameExpected: { expected: 'a key in double quotes', remedy: 'Put the key into double quotes.' },
  ValueExpected: { expected: 'a value', remedy: 'Write a value, or remove the comma or colon before it.' },
  CloseBraceExpected: { expected: '"}"', remedy: 'Close the object.' },
  CloseBracketExpected: { expected: '"]"', remedy: 'Close the array.' },
  EndOfFileExpected: { expected: 'nothing more', remedy: 'Remove what follows the end of the document.' },
  UnexpectedEndOfComment: { expected: '"*/"', remedy: 'Close the comment.' },
  UnexpectedEndOfString: {
    expected: 'a closing double quote',
    remedy: 'Close the string on its line; a line break is \\n.',
  },
  UnexpectedEndOfNumber: { expected: 'a number', remedy: 'Write the number in full, like 0.5 or 1e3.' },
  InvalidUnicode: { expected: '\\u and four hexadecimal digits', remedy: 'Correct the escape.' },
  InvalidEscapeCharacter: {
    expected: 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
    remedy: 'Write a backslash as \\\\.',
  },
  InvalidCharacter: { expected: 'no control character', remedy: 'Write it as an escape, like \\t.' },
  InvalidSymbol: { expected: 'JSON', remedy: 'Correct it; keys and strings stand in double quotes.' },
};

/** What the parser found. One mistake makes it stumble several times: of each line the first is told. */
export function syntaxFindings(source: Source): Finding[] {
  const text = source.text ?? '';
  const findings: Finding[] = [];
  const told = new Set<number>();
  for (const { error, offset, length } of source.syntaxErrors) {
    const { line } = position(text, offset);
    if (told.has(line)) continue;
    told.add(line);
    const code = nameOf(error);
    // The rest of the string, which makes no sense as JSON.
    if (code === 'UnexpectedEndOfString') told.add(line + 1);
    const found = text.slice(offset, offset + Math.max(length, 1)).split(/[\r\n]/)[0]!;
    const message =
      offset >= text.trimEnd().length
        ? 'found the end of the file'
        : `found ${found || 'the end of the line'}`;
    findings.push({ source, path: [], at: offset, message, ...hintFor(code, found) });
  }
  return findings;
}

/** Whether the tree is what was meant although the parser stumbled, so that its contents may be judged too. */
export function isWhole(source: Source): boolean {
  return source.syntaxErrors.every(({ error }) => nameOf(error) === 'CommaExpected');
}

/** All of the library is loaded for that, so only when there is an error. */
function nameOf(error: ParseErrorCode): string {
  const { printParseErrorCode } = createRequire(import.meta.url)(
    'jsonc-parser',
  ) as typeof import('jsonc-parser');
  return printParseErrorCode(error);
}

function hintFor(code: string, found: string): { expected: string; remedy: string } {
  if (code === 'InvalidSymbol' && found.startsWith("'")) {
    return { expected: 'double quotes', remedy: 'Use " instead of \'.' };
  }
  if (code === 'InvalidSymbol' && /^[A-Za-z_$]/.test(found)) {
    return { expected: 'JSON', remedy: `Put it into double quotes: ${JSON.stringify(found)}.` };
  }
  return HINTS[code] ?? { expected: 'JSON', remedy: 'Correct it.' };
}
