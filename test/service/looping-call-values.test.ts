import { describe, expect, it } from 'vitest';
import { BackOffLoopingCall } from '../../src/service/back-off-looping-call.js';
import { DynamicLoopingCall } from '../../src/service/dynamic-looping-call.js';
import { FixedIntervalLoopingCall } from '../../src/service/fixed-interval-looping-call.js';
import { FixedIntervalWithTimeoutLoopingCall } from '../../src/service/fixed-interval-with-timeout-looping-call.js';
import { VirtualClock } from './virtual-clock.js';

/** Wrong values are refused before anything has begun, by a sentence that names the timer and what was expected. */

const options = { name: 'poll', clock: new VirtualClock() };
const refused = (message: string) =>
  expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining(message) });

const KINDS = {
  fixed: () => new FixedIntervalLoopingCall(() => {}, options),
  timeout: () => new FixedIntervalWithTimeoutLoopingCall(() => {}, options),
  dynamic: () => new DynamicLoopingCall(() => {}, options),
  backOff: () => new BackOffLoopingCall(() => {}, options),
};

const interval = 1;
const CASES: [keyof typeof KINDS, unknown, string][] = [
  ['fixed', undefined, 'start() of poll is undefined; expected an object.'],
  ['fixed', 5, 'start() of poll is 5; expected an object.'],
  ['fixed', {}, 'The interval of poll is undefined; expected a number of seconds of at least 0.'],
  ['fixed', { interval: '1' }, 'The interval of poll is "1"; expected a number of seconds'],
  ['fixed', { interval: -1 }, 'The interval of poll is -1;'],
  ['fixed', { interval, initialDelay: -1 }, 'The initialDelay of poll is -1;'],
  ['fixed', { interval, initialDelay: null }, 'The initialDelay of poll is null;'],
  ['fixed', { interval, jitter: 1.1 }, 'The jitter of poll is 1.1; expected a number from 0 to 1.'],
  ['fixed', { interval, jitter: Number.NaN }, 'The jitter of poll is NaN;'],
  [
    'fixed',
    { interval, stopOnException: 'false' },
    'The stopOnException of poll is "false"; expected true or',
  ],
  ['fixed', { interval, timeout: 3 }, 'An option of start() of poll is "timeout"; expected one of interval,'],
  ['fixed', { interval, initialDelai: 3 }, 'is "initialDelai"; expected "initialDelay".'],
  ['timeout', { interval, timeout: -1 }, 'The timeout of poll is -1;'],
  ['timeout', { interval, timeout: Number.POSITIVE_INFINITY }, 'The timeout of poll is Infinity;'],
  ['timeout', { interval, timeOut: 1 }, 'is "timeOut"; expected "timeout".'],
  ['dynamic', { initialDelay: Number.NaN }, 'The initialDelay of poll is NaN;'],
  ['dynamic', { periodicIntervalMax: -1 }, 'The periodicIntervalMax of poll is -1;'],
  ['dynamic', { jitter: -0.1 }, 'The jitter of poll is -0.1;'],
  ['dynamic', { interval }, 'An option of start() of poll is "interval"; expected one of initialDelay,'],
  [
    'backOff',
    { startingInterval: 0 },
    'The startingInterval of poll is 0; expected a number of seconds above 0.',
  ],
  ['backOff', { timeout: -1 }, 'The timeout of poll is -1;'],
  ['backOff', { minInterval: 0 }, 'The minInterval of poll is 0;'],
  ['backOff', { maxInterval: 0 }, 'The maxInterval of poll is 0;'],
  [
    'backOff',
    { minInterval: 5, maxInterval: 4 },
    'The minInterval of poll is 5; expected at most its maxInterval, 4.',
  ],
  ['backOff', { jitter: 0 }, 'The jitter of poll is 0; expected a number above 0.'],
  ['backOff', { jitter: '1' }, 'The jitter of poll is "1";'],
  ['backOff', { initialDelay: -1 }, 'The initialDelay of poll is -1;'],
  ['backOff', { stopOnException: false }, 'An option of start() of poll is "stopOnException";'],
];

describe('start()', () => {
  it.each(CASES)('of the kind %s refuses %j', (kind, start, message) => {
    const loop = KINDS[kind]();
    expect(() => loop.start(start as never)).toThrow(refused(message));
    expect([loop.running, loop.interval]).toEqual([false, undefined]);
  });
});

describe('the constructor', () => {
  const make = (callback: unknown, given: unknown) => () =>
    new FixedIntervalLoopingCall(callback as never, given as never);

  it('refuses a callback that is no function', () => {
    expect(make('poll', { name: 'a' })).toThrow(
      refused('The callback of the looping call a is "poll"; expected a function.'),
    );
    expect(make(undefined, {})).toThrow(refused('The callback of the looping call anonymous is undefined;'));
  });

  it.each([
    [
      { log: {} },
      'The log of the looping call poll is an object; expected an object with error() and warn().',
    ],
    [
      { clock: { now: () => 0 } },
      'The clock of the looping call poll is an object; expected an object with now()',
    ],
    [{ random: 5 }, 'The option random of poll is 5; expected a function.'],
  ])('refuses tools that are none: %j', (tools, message) => {
    expect(() => new FixedIntervalLoopingCall(() => {}, { name: 'poll', ...tools } as never)).toThrow(
      refused(message),
    );
  });

  it('refuses arguments that are no list, and unknown options', () => {
    const poll = () => {};
    expect(make(poll, { args: 'a' })).toThrow(refused('The option args of poll is "a"; expected an array.'));
    expect(make(poll, { arg: [1] })).toThrow(
      refused('An option of the looping call poll is "arg"; expected "args".'),
    );
    expect(make(poll, 5)).toThrow(refused('the looping call poll is 5; expected an object.'));
  });
});
