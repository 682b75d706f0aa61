import { seal } from '../../src/messaging/message.js';
import type { Random } from '../simulation/random.js';

/** What the fuzzer of incoming messages sends. */

/** The JSON texts that stand for a member. */
const VALUES = [
  ...[
    'null',
    'true',
    '0',
    '-1',
    '1.5',
    '1e400',
    '-0',
    'NaN',
    '-Infinity',
    '12345678901234567890',
    `1${'0'.repeat(400)}`,
  ],
  ...[
    '""',
    '"echo"',
    '"2.0"',
    '"constructor"',
    '"__proto__"',
    '"toString"',
    '"\\ud800"',
    '"\\u0000"',
    '"x"',
    '"{}"',
  ],
  ...[
    '[]',
    '["echo"]',
    '{}',
    '{"a": 1}',
    '{"__proto__": {"polluted": 1}}',
    '{"constructor": {"prototype": {"polluted": 1}}}',
  ],
  ...['{"toString": 1}', '[[[[[[1]]]]]]', '{"length": 1e9}'],
] as const;
const KEYS = [
  ...[
    'method',
    'args',
    'namespace',
    'version',
    '_msg_id',
    '_reply_q',
    '_timeout',
    '_unique_id',
    '_context_user',
  ],
  ...[
    '_context___proto__',
    '_context_',
    '__proto__',
    'constructor',
    'result',
    'failure',
    'ending',
    'hasOwnProperty',
  ],
  ...['oslo.version', 'oslo.message', 'then', 'toJSON', ''],
];
const VALID = [
  '{"method": "echo", "args": {"value": 1}, "_msg_id": "id", "_reply_q": "q", "_timeout": null, "_unique_id": "%", "_context_user": "u"}',
  '{"method": "echo", "args": {}, "namespace": "ns", "version": "1.0", "_unique_id": "%"}',
  '{"method": "fail", "args": {}, "_msg_id": "id", "_timeout": 2}',
  '{"result": {"a": [1]}, "failure": null, "ending": true, "_msg_id": "id", "_unique_id": "%"}',
  '{"result": null, "failure": "{\\"class\\": \\"ValueError\\", \\"module\\": \\"builtins\\", \\"message\\": \\"x\\", \\"tb\\": [], \\"args\\": [\\"x\\"], \\"kwargs\\": {}}", "ending": true, "_msg_id": "id"}',
];
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '0',
  '9'.repeat(20),
  '-',
  'NaN',
  'null',
  '\0',
  '\ud800',
  '\ufffd',
  'é',
];

function objectText(random: Random): string {
  const members = Array.from({ length: random.integer(0, 7) }, () => {
    return `${JSON.stringify(random.pick(KEYS))}: ${random.chance(0.2) ? objectText(random) : random.pick(VALUES)}`;
  });
  return `{${members.join(', ')}}`;
}

function damaged(random: Random, text: string): string {
  let result = text;
  for (let times = random.integer(1, 3); times > 0; times--) {
    const at = random.integer(0, result.length);
    const piece = random.chance(0.3) ? '' : random.pick(PIECES);
    result = result.slice(0, at) + piece + result.slice(at + random.integer(0, 12));
  }
  return result;
}

function replaced(random: Random, text: string): string {
  const message = JSON.parse(text);
  const key = random.pick([...Object.keys(message), random.pick(KEYS)]);
  const without = Object.entries(message).filter(([other]) => other !== key);
  const members = without.map(([other, value]) => `${JSON.stringify(other)}: ${JSON.stringify(value)}`);
  if (random.chance(0.85)) members.push(`${JSON.stringify(key)}: ${random.pick(VALUES)}`);
  return `{${members.join(', ')}}`;
}

/** A body as a driver may get it: valid, damaged or made up. */
export function bodyOf(random: Random): string {
  const valid = random.pick(VALID).replace('%', String(random.integer(0, 1e9)));
  const inner = random.pick([
    () => valid,
    () => objectText(random),
    () => damaged(random, valid),
    () => replaced(random, valid),
  ])();
  const wrapped = random.pick([
    () => inner,
    () => seal(inner),
    () => damaged(random, seal(inner)),
    () =>
      `{"oslo.version": ${random.pick([...VALUES, '"3.0"', '"2.1"', '"2"', '2.0', '"1.0"'])}, "oslo.message": ${JSON.stringify(inner)}}`,
    () => `{"oslo.version": "2.0", "oslo.message": ${random.pick(VALUES)}}`,
    () => random.pick(VALUES),
  ])();
  if (!random.chance(0.1)) return wrapped;
  // As drivers decode: what is no UTF-8 is replaced.
  const bytes = Buffer.from(wrapped);
  if (bytes.length > 0) bytes[random.integer(0, bytes.length - 1)] = random.integer(128, 255);
  return bytes.toString('utf8');
}
