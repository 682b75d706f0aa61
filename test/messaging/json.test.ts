import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from '../../src/messaging/json.js';
import { requiresPython } from '../process/requires.js';
import { Random } from '../simulation/random.js';

const MiB = 2 ** 20;

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

describe('parse', () => {
  it.each<[string, unknown]>([
    ['1', 1],
    ['"NaN"', 'NaN'],
    ['"\\"NaN, 12345678901234567890"', '"NaN, 12345678901234567890'],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    ['1000000000000000', 1e15],
    ['1000000000000000000000000000007', 10n ** 30n + 7n],
    ['12345678901234567890.5', Number('12345678901234567890.5')],
    ['12345678901234567890e2', Number('12345678901234567890e2')],
    ['1e400', Number.POSITIVE_INFINITY],
    ['-1e400', Number.NEGATIVE_INFINITY],
    ['0.1234567890123456789', Number('0.1234567890123456789')],
    ['NaN', Number.NaN],
    [' \n[ NaN,Infinity , -Infinity ]\t', [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['{"a\\\\":NaN,"b\\\\\\"":[NaN]}', { 'a\\': Number.NaN, 'b\\"': [Number.NaN] }],
    ['{"NaN":NaN,"a":{"Infinity":"-Infinity"}}', { NaN: Number.NaN, a: { Infinity: '-Infinity' } }],
    ['{"a":1,"a":NaN}', { a: Number.NaN }],
    ['"\\ud800"', '\ud800'],
    ['["\\ud800",NaN]', ['\ud800', Number.NaN]],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toStrictEqual(value);
  });

  it.each(['{"__proto__": %}', '{"a": {"__proto__": {"__proto__": %}}}'])(
    'takes __proto__ in %s as any key',
    (shape) => {
      for (const [text, value] of [
        ['1', 1],
        ['12345678901234567890', 12345678901234567890n],
        ['NaN', Number.NaN],
      ] as const) {
        let at = parse(shape.replace('%', text));
        for (const key of shape.match(/\w+/g)!) {
          expect(Object.getPrototypeOf(at)).toBe(Object.prototype);
          expect(Object.keys(at as object)).toStrictEqual([key]);
          at = Object.getOwnPropertyDescriptor(at, key)!.value;
        }
        expect(at).toBe(value);
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }
    },
  );

  const wrong = [
    ...[
      '',
      ' ',
      '-NaN',
      '+NaN',
      'NaNx',
      'xNaN',
      'NaN NaN',
      'NaN"a"',
      '"a"NaN',
      'nan',
      'Infinit',
      '--Infinity',
    ],
    ...['+Infinity', 'Infinity1', '-', '01', '012345678901234567890', '-012345678901234567890', '1.', '.5'],
    ...['12345678901234567890.', '12345678901234567890e', '12345678901234567890n', '1234567890_1234567890'],
    ...[
      '{NaN:1}',
      '{12345678901234567890:1}',
      '{"a":{ Infinity :1}}',
      '[NaN',
      '[NaN,]',
      '{"a":NaN,}',
      'NaN]',
    ],
    ...[
      '"NaN',
      '"NaN\\"',
      '[NaN,"a',
      '"\\x12345678901234567890"',
      "'NaN'",
      'NaN\u00e9',
      'é12345678901234567890',
    ],
    ...['NaN\u00a0', '\ufeffNaN', '"\n"', '["\u0000",NaN]', 'undefined', 'NaN//', '0x12345678901234567890'],
  ];
  it.each(wrong)('throws a SyntaxError for %j', (text) => {
    expect(() => parse(text)).toThrow(SyntaxError);
  });

  it('does not show its own marks in a message', () => {
    const messages = ['[NaN,x]', '{NaN:1}', '12345678901234567890 x'].map((text) => {
      try {
        return parse(text);
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(messages).toStrictEqual([
      `Unexpected token 'x', "[111,x]" is not valid JSON`,
      expect.stringContaining('Expected property name'),
      expect.stringMatching(/position 21|111 x/),
    ]);
  });

  it('refuses an integer of more digits than Python does, and reads one of as many', () => {
    expect(parse(`-${'9'.repeat(4300)}`)).toBe(-(10n ** 4300n - 1n));
    expect(() => parse(`[${'9'.repeat(4301)}]`)).toThrow(
      new SyntaxError('JSON with an integer of 4301 digits; 4300 are the most.'),
    );
    expect(parse(`${'9'.repeat(5000)}.5`)).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    ['nothing special', 'a'],
    ['many quotes', '\\"'],
    ['many backslashes', '\\\\'],
    ['special words', 'NaN 12345678901234567890 '],
  ])('reads a string of 16 MiB with %s', (_, piece) => {
    const text = piece.repeat((16 * MiB) / piece.length);
    const value = text.replaceAll(/\\(.)/g, '$1');
    expect(parse(`"${text}"`) === value).toBe(true);
    const [string, number] = parse(`["${text}",-12345678901234567890]`) as unknown[];
    expect(string === value).toBe(true);
    expect(number).toBe(-12345678901234567890n);
  });

  it('survives 16 MiB of [', () => {
    expect(() => parse('['.repeat(16 * MiB))).toThrow(SyntaxError);
  });

  const pieces = '[ {"a": " \\ \\" - 1 N NaN NaN, [NaN -Infinity, \t [12345678901234567890,'.split(' ');
  it.each(pieces)('survives a MiB of %j', (piece) => {
    for (const text of ['', '[NaN,"', '[NaN,']) {
      expect(() => parse(text + piece.repeat(MiB / piece.length))).toThrow(SyntaxError);
    }
  });

  it('reads millions of special values', () => {
    const values = parse(`[${'NaN,9007199254740993,'.repeat(500_000)}0]`) as unknown[];
    expect(values.length).toBe(1_000_001);
    expect(values.slice(-3)).toStrictEqual([Number.NaN, 9007199254740993n, 0]);
  });

  it('reads what is nested a million deep', () => {
    const depth = 1_000_000;
    for (const inner of ['1', 'NaN', '9007199254740993']) {
      let value = parse('['.repeat(depth) + inner + ']'.repeat(depth));
      for (let level = 0; level < depth; level++) [value] = value as unknown[];
      expect(String(value)).toBe(inner);
    }
  });
});

describe('stringify', () => {
  class Point {
    readonly x = 1;
    readonly #hidden = 2;
    get y() {
      return this.#hidden;
    }
  }

  it.each<[unknown, string]>([
    [undefined, 'null'],
    [null, 'null'],
    [true, 'true'],
    [1.5, '1.5'],
    [1e21, '1e+21'],
    [0, '0'],
    [-0, '-0.0'],
    [[-0], '[-0.0]'],
    [Number.NaN, 'NaN'],
    [[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], '[Infinity,-Infinity]'],
    [10n ** 30n + 7n, '1000000000000000000000000000007'],
    [[-5n], '[-5]'],
    ['\ud800', '"\\ud800"'],
    [[1n, '\ud800"\n'], '[1,"\\ud800\\"\\n"]'],
    [[undefined, 1], '[null,1]'],
    [[undefined, 1n], '[null,1]'],
    [new Array(2), '[null,null]'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [{ a: undefined, b: 1n }, '{"b":1}'],
    [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    [Object.assign(Object.create(null), { a: 1n }), '{"a":1}'],
    [new Date(0), '"1970-01-01T00:00:00.000000"'],
    [{ at: new Date('2026-05-13T12:34:56.789+02:00') }, '{"at":"2026-05-13T10:34:56.789000"}'],
    [
      new Map<unknown, unknown>([
        ['a', 1],
        [2, 1n],
        [null, 0],
        [true, new Map()],
      ]),
      '{"a":1,"2":1,"null":0,"true":{}}',
    ],
    [new Map([['a', undefined]]), '{}'],
    [new Set([1, 'a', undefined]), '[1,"a",null]'],
    [Buffer.from('é☃'), '"é☃"'],
    [new Uint8Array(Buffer.from('xyz')).subarray(1), '"yz"'],
    [new Point(), '{"x":1}'],
    [{ toJSON: () => 5n }, '5'],
    [{ a: { toJSON: (key: string) => key }, b: { toJSON: () => undefined } }, '{"a":"a"}'],
    [
      [{ toJSON: () => undefined }, { toJSON: (key: string) => new Date(Number(key)) }],
      '[null,"1970-01-01T00:00:00.001000"]',
    ],
    [{ toJSON: 1 }, '{"toJSON":1}'],
    [[Object(1), Object('a'), Object(false), Object(2n)], '[1,"a",false,2]'],
    [{ [Symbol('left out')]: 1n, a: 1n }, '{"a":1}'],
  ])('writes %o as %s', (value, text) => {
    expect(stringify(value)).toBe(text);
  });

  const cycle: Record<string, unknown> = { list: [{}] };
  (cycle.list as unknown[]).push({ back: cycle });

  it.each<[unknown, string]>([
    [
      { list: [1, 2, 3, { callback: function done() {} }] },
      'args.list[3].callback cannot be sent as JSON: it is the function done; expected: null, a boolean, number, bigint, string, Date, Uint8Array, array, Set, Map or object.',
    ],
    [() => {}, 'args cannot be sent as JSON: it is the function (anonymous); expected: null'],
    [{ 'a b': [Symbol('s')] }, 'args["a b"][0] cannot be sent as JSON: it is Symbol(s); expected: null'],
    [new Map([['k', new Set([() => {}])]]), 'args.k[0] cannot be sent as JSON: it is the function'],
    [{ a: cycle }, 'args.a.list[1].back cannot be sent as JSON: it is args.a again; expected: no cycle.'],
    [
      { a: Promise.resolve() },
      'args.a cannot be sent as JSON: it is a Promise; expected: what it resolves to: await it.',
    ],
    [
      { a: new Date(Number.NaN) },
      'args.a cannot be sent as JSON: it is an invalid Date; expected: a valid one.',
    ],
    [
      [new Date(8.64e15)],
      'args[0] cannot be sent as JSON: it is the Date +275760-09-13T00:00:00.000Z; expected: the years 1 to 9999',
    ],
    [new Date('0000-06-01T00:00:00Z'), 'args cannot be sent as JSON: it is the Date 0000-06'],
    [
      [Buffer.from([0xff])],
      'args[0] cannot be sent as JSON: it is bytes that are no UTF-8 text; expected: UTF-8',
    ],
    [
      { m: new Map([[{}, 1]]) },
      'args.m cannot be sent as JSON: it is a Map with a key of the type object; expected: string, number',
    ],
    [{ toJSON: () => () => {} }, 'args cannot be sent as JSON: it is the function'],
  ])('refuses %o', (value, message) => {
    const caught = (() => {
      try {
        return stringify(value, 'args');
      } catch (error) {
        return error;
      }
    })();
    expect(caught).toBeInstanceOf(TypeError);
    expect((caught as Error).message).toContain(message);
  });

  it('calls its argument a value unless it is told a name', () => {
    expect(() => stringify([() => {}])).toThrow(/^value\[0\] cannot/);
  });

  it('writes integers of as many digits as Python takes', () => {
    expect(stringify([1n - 10n ** 4300n])).toBe(`[-${'9'.repeat(4300)}]`);
    expect(() => stringify([10n ** 4300n])).toThrow(
      'value[0] cannot be sent as JSON: it is a bigint of 4301 digits; expected: 4300 at most',
    );
  });

  it('writes the same object twice, which is no cycle', () => {
    const same = [1n];
    expect(stringify({ a: same, b: [same, same] })).toBe('{"a":[1],"b":[[1],[1]]}');
  });

  it('nests 500 deep and no deeper, and shortens the path', () => {
    expect(stringify(nested(500))).toBe(`${'['.repeat(500)}1${']'.repeat(500)}`);
    expect(stringify([nested(499), 1n])).toBe(`[${'['.repeat(499)}1${']'.repeat(499)},1]`);
    for (const value of [nested(501), [nested(500), 1n], nested(100_000)]) {
      expect(() => stringify(value)).toThrow(
        /^value\[0\].{1,200} it is nested too deep; expected: 500 levels/,
      );
    }
    const endless = { toJSON: (): unknown => [endless] };
    expect(() => stringify(endless)).toThrow('nested too deep');
  });

  it('writes 16 MiB', () => {
    const text = 'é"\\'.repeat((16 * MiB) / 3);
    expect(stringify({ text }) === JSON.stringify({ text })).toBe(true);
    expect(stringify([text, 1n]) === `[${JSON.stringify(text)},1]`).toBe(true);
  });
});

/** Any value that is the same after stringify() and parse(). */
function anyValue(random: Random, depth = 0): unknown {
  const size = random.integer(0, 4);
  switch (random.integer(0, depth > 5 ? 6 : 9)) {
    case 0:
      return random.pick([
        null,
        true,
        false,
        '',
        'NaN',
        -0,
        Number.NaN,
        Infinity,
        -Infinity,
        2 ** 53 - 1,
        1e300,
      ]);
    case 1:
      return random.between(-1, 1) * 10 ** random.integer(-300, 15);
    case 2:
      return random.integer(-1e9, 1e9);
    case 3:
      return (
        random.pick([1n, -1n]) * (2n ** 53n + BigInt(random.integer(0, 1e9)) ** BigInt(random.integer(1, 9)))
      );
    case 4:
    case 5:
    case 6:
      return anyString(random);
    case 7:
      return Array.from({ length: size }, () => anyValue(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: size }, () => [anyString(random), anyValue(random, depth + 1)]),
      );
  }
}

const PIECES = [
  '"',
  '\\',
  '\\"',
  'NaN',
  '-Infinity',
  '12345678901234567890',
  '\n',
  'é',
  '☃',
  '\ud834\udd1e',
  '\ud800',
];
const KEYS = ['__proto__', 'constructor', '0', 'a', ':', ',', '{', ']', '\u0000', '\u2028'];

function anyString(random: Random): string {
  return Array.from({ length: random.integer(0, 5) }, () => random.pick([...PIECES, ...KEYS])).join('');
}

function samples(seed: number, count: number): unknown[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => anyValue(random));
}

/** toStrictEqual() takes a key named constructor for the class. */
function expectSame(value: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(value, expected)) expect.unreachable(stringify(expected));
}

describe('any value', () => {
  it('is the same after stringify() and parse()', () => {
    for (const value of samples(1, 20_000)) {
      expectSame(parse(stringify(value)), value);
    }
  });

  it('is read as JSON.parse reads it, if that can, and refused otherwise', () => {
    const random = new Random(2);
    const tokens = '[ ] { } , : " "a" \\ \n 1 - . e5 null 0 "NaN" "12345678901234567890"'.split(' ');
    const outcome = (read: (text: string) => unknown, text: string): unknown[] => {
      try {
        return [read(text)];
      } catch (error) {
        return [(error as Error).name];
      }
    };
    const asPlain = (text: string) => JSON.parse(text.replace('BIG', '7'));
    // A big integer in front has the text take the other path.
    const asSpecial = (text: string) => {
      const value = parse(text.replace('BIG', '12345678901234567890')) as Record<string, unknown>;
      return Object.assign(value, Array.isArray(value) ? { 0: 7 } : { x: 7 });
    };
    for (let count = 0; count < 50_000; count++) {
      const text = Array.from({ length: random.integer(1, 9) }, () => random.pick(tokens)).join('');
      const plain = outcome(JSON.parse, text);
      if (!isDeepStrictEqual(outcome(parse, text), plain)) expect.unreachable(text);
      for (const around of [`[BIG,${text}]`, `{"x":BIG,"y":${text}}`]) {
        if (!isDeepStrictEqual(outcome(asSpecial, around), outcome(asPlain, around)))
          expect.unreachable(around);
      }
    }
  });

  it('is to Python what it is here, and back', (context) => {
    requiresPython('json', 'apt-get install python3')(context);
    const values = [...samples(3, 2000), [2n ** 70n, '\ud800', -0, Number.NaN, 1e300, 5e-324]];
    // What Python reads, written by Python.
    const script = 'import json, sys\nfor line in sys.stdin: print(json.dumps(json.loads(line)))';
    const input = values.map((value) => stringify(value)).join('\n');
    const output = execFileSync('/usr/bin/python3', ['-c', script], {
      input,
      encoding: 'utf8',
      maxBuffer: 64 * MiB,
    });
    const lines = output.trimEnd().split('\n');
    expect(lines.length).toBe(values.length);
    for (const [index, value] of values.entries()) expectSame(parse(lines[index]!), value);
  });

  it('is refused where Python refuses it', (context) => {
    requiresPython('json', 'apt-get install python3')(context);
    const texts = [
      '-NaN',
      '01',
      'NaNx',
      '{NaN:1}',
      '[NaN,]',
      '+1',
      '1.',
      `${'9'.repeat(4301)}`,
      '"\t"',
      'Infinity',
      '9'.repeat(4300),
    ];
    const script =
      'import json, sys\ndef ok(text):\n  try: json.loads(text); return True\n  except ValueError: return False\n' +
      'print(json.dumps([ok(text) for text in json.load(sys.stdin)]))';
    const output = execFileSync('/usr/bin/python3', ['-c', script], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
    });
    const here = texts.map((text) => {
      try {
        parse(text);
        return true;
      } catch {
        return false;
      }
    });
    expect(here).toStrictEqual(JSON.parse(output));
  });
});
