import { createRequire } from 'node:module';
import type { ParseError } from 'jsonc-parser';
import { syntaxFindings } from '../definition/syntax-findings.js';
import { LaunchError } from '../errors.js';
import { parse } from '../messaging/json.js';

/** The arguments of a method, as somebody wrote them. Throws LaunchError NL_USAGE for what is no JSON object. */
export function parseArguments(text: string | undefined, command: string): object {
  if (text === undefined) return {};
  const value = read(text, command);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const found = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`;
  throw wrong(
    `the arguments are ${found}; expected a JSON object, by the names of the arguments`,
    '',
    command,
  );
}

function read(text: string, command: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const finding = whatIsWrong(text);
    if (!finding) throw wrong(`the arguments are no JSON: ${(error as Error).message}`, '', command);
    const { at, message, expected, remedy } = finding;
    const found = message.replace('end of the file', 'end');
    const place = `at position ${Number(at) + 1}`;
    throw wrong(`the arguments are no JSON: ${found} ${place}; expected ${expected}`, `${remedy} `, command);
  }
}

/** Where, which JSON.parse does not always say. */
function whatIsWrong(text: string) {
  const jsonc = createRequire(import.meta.url)('jsonc-parser') as typeof import('jsonc-parser');
  const syntaxErrors: ParseError[] = [];
  // Words that it does not know, and Python does.
  const plain = text.replace(/-?\b(NaN|Infinity)\b/g, (word) => '1'.repeat(word.length));
  jsonc.parse(plain, syntaxErrors, { allowTrailingComma: false, disallowComments: true });
  return syntaxFindings({ label: 'ARGS', directory: '', text, tree: undefined, syntaxErrors })[0];
}

function wrong(message: string, advice: string, command: string): LaunchError {
  const remedy = `${advice}Example: nova-launch ${command} '{"a": 1, "b": [true, "text"]}'`;
  return new LaunchError('NL_USAGE', message, { remedy });
}
