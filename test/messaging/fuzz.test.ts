import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MalformedMessage } from '../../src/messaging/errors.js';
import { deserializeFailure } from '../../src/messaging/failure.js';
import { asReply, asRequest, seal, unseal } from '../../src/messaging/message.js';
import { Replies } from '../../src/messaging/replies.js';
import { KeptLog } from '../interop/log.js';
import { Random } from '../simulation/random.js';
import { bodyOf } from './fuzz-bodies.js';
import { HandMade, intakeOf } from './helpers.js';

/** Whatever comes in: it is run, answered or refused, with one line at most; nothing else happens. SEED repeats a run. */

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.RUNS ?? 20_000);

const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
const pristine = Reflect.ownKeys(Object.prototype);

beforeAll(() => {
  process.on('unhandledRejection', note);
});
afterAll(() => {
  process.off('unhandledRejection', note);
});
beforeEach(() => {
  unhandled.length = 0;
});

async function nothingElse(): Promise<void> {
  await new Promise((done) => setImmediate(done));
  expect(unhandled).toEqual([]);
  expect(Reflect.ownKeys(Object.prototype)).toEqual(pristine);
  expect(Object.keys({})).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

const endpoint = {
  echo: (_context: unknown, args: unknown) => args,
  fail: () => {
    throw new RangeError('fails');
  },
};

/** One body through all that looks at messages; what a driver hands over is what unseal() gives. */
async function through(body: string): Promise<'malformed' | 'ran' | 'refused'> {
  let message: unknown;
  try {
    message = unseal(body);
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedMessage);
    expect((error as Error).message.length).toBeLessThan(300);
    return 'malformed';
  }
  const isOne = (reads: (message: unknown) => unknown) => {
    try {
      reads(message);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedMessage);
      return false;
    }
  };
  const [request, reply] = [isOne(asRequest), isOne(asReply)];

  const { intake, kept } = intakeOf(endpoint);
  const incoming = new HandMade(message);
  intake.open();
  intake.take(incoming);
  await intake.idle();
  expect(intake.running).toBe(0);
  expect(incoming.settled).toEqual(['acknowledged']);
  if (request) {
    const wants = (message as Record<string, unknown>)._msg_id ?? undefined;
    expect(incoming.replies).toHaveLength(wants === undefined ? 0 : 1);
    expect(kept.said.length).toBeLessThanOrEqual(1);
  } else {
    expect(incoming.replies).toEqual([]);
    expect(kept.said.map(({ level }) => level)).toEqual(['error']);
    expect(kept.of('error')[0]).toMatch(/^A message to .* is dropped: /);
  }

  const own = new KeptLog();
  const replies = new Replies(own.log);
  const waiter = replies.expect('id', { timeout: 60, monitorTimeout: 60, signal: undefined, what: 'x' });
  replies.reply(message);
  expect(own.of('error')).toHaveLength(reply ? 0 : 1);
  expect(own.said.length).toBeLessThanOrEqual(1);
  if (waiter.settled) {
    const { failure } = await waiter.reply;
    if (failure !== null) expect(deserializeFailure(failure, ['builtins', 'x'])).toBeInstanceOf(Error);
  }
  replies.failAll(new Error('over'));
  return request ? 'ran' : 'refused';
}

describe('incoming messages', () => {
  test(`of every kind, ${RUNS} of them`, { timeout: 120_000 }, async () => {
    const counts = { malformed: 0, ran: 0, refused: 0 };
    for (let run = 0; run < RUNS; run++) {
      const body = bodyOf(new Random(SEED + run));
      try {
        counts[await through(body)]++;
      } catch (cause) {
        throw new Error(`SEED=${SEED + run} RUNS=1 repeats it: ${JSON.stringify(body).slice(0, 2000)}`, {
          cause,
        });
      }
      if (run % 1000 === 0) await nothingElse();
    }
    await nothingElse();
    // The fuzzer itself: it reaches all of it.
    if (RUNS >= 1000) for (const count of Object.values(counts)) expect(count).toBeGreaterThan(RUNS / 50);
  });

  test.each([
    [
      'a string of 16 MiB',
      `{"method": "echo", "args": {"value": "${'x'.repeat(2 ** 24)}"}, "_msg_id": "id"}`,
      'ran',
    ],
    ['a method of 16 MiB', `{"method": "${'x'.repeat(2 ** 24)}"}`, 'ran'],
    ['a key of 16 MiB', `{"method": "echo", "${'x'.repeat(2 ** 24)}": 1}`, 'ran'],
    [
      'lists in lists',
      `{"method": "echo", "args": {"value": ${'['.repeat(2e5)}${']'.repeat(2e5)}}, "_msg_id": "id"}`,
      'ran',
    ],
    [
      'lists in lists, with a big integer',
      `{"method": "echo", "args": {"value": ${'['.repeat(2e5)}${'9'.repeat(20)}${']'.repeat(2e5)}}}`,
      'ran',
    ],
    [
      'objects in objects',
      `{"method": "echo", "args": ${'{"a":'.repeat(2e5)}1${'}'.repeat(2e5)}, "_msg_id": "id"}`,
      'ran',
    ],
    [
      'a context of lists in lists',
      `{"method": "echo", "_context_x": ${'['.repeat(2e5)}${']'.repeat(2e5)}, "_msg_id": "id"}`,
      'ran',
    ],
    [
      'a result of lists in lists',
      `{"_msg_id": "id", "ending": true, "result": ${'['.repeat(2e5)}${']'.repeat(2e5)}}`,
      'refused',
    ],
    [
      'a failure of lists in lists',
      `{"_msg_id": "id", "ending": true, "failure": "${'['.repeat(2e5)}${']'.repeat(2e5)}"}`,
      'refused',
    ],
    [
      'a failure with a deep traceback',
      `{"_msg_id": "id", "ending": true, "failure": ${JSON.stringify(`{"tb": [${'['.repeat(2e5)}${']'.repeat(2e5)}], "args": [${'['.repeat(2e5)}${']'.repeat(2e5)}], "class": "TypeError", "module": "builtins"}`)}}`,
      'refused',
    ],
    ['lists without an end', '['.repeat(1e6), 'malformed'],
    [
      'a number of a million digits',
      `{"method": "echo", "args": {"value": ${'9'.repeat(1e6)}}}`,
      'malformed',
    ],
    [
      'a version that is deep',
      `{"oslo.version": ${'['.repeat(2e5)}${']'.repeat(2e5)}, "oslo.message": "{}"}`,
      'malformed',
    ],
    [
      'a version that is long',
      `{"oslo.version": "${'2.'.repeat(2 ** 22)}", "oslo.message": "{}"}`,
      'malformed',
    ],
    ['backslashes', `{"method": "${'\\\\'.repeat(2 ** 22)}", "n": NaN}`, 'ran'],
    [
      'a hundred thousand arguments',
      `{"method": "echo", "args": {${Array.from({ length: 1e5 }, (_, n) => `"k${n}": ${n}`).join(',')}}, "_msg_id": "id"}`,
      'ran',
    ],
  ] as const)('%s', async (_name, body, expected) => {
    for (const text of expected === 'malformed' ? [body] : [body, seal(body)]) {
      const before = performance.now();
      expect(await through(text)).toBe(expected);
      expect(performance.now() - before).toBeLessThan(5000);
    }
    await nothingElse();
  });
});
