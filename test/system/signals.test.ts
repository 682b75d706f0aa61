import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { onSignals, type SignalOrders } from '../../src/launcher/signal-orders.js';
import { SignalHandler } from '../../src/system/signals.js';

/** Of no meaning to the test runner. */
const QUIET = ['SIGUSR2', 'SIGWINCH'] as const;

const handler = SignalHandler.instance();
const removers: (() => void)[] = [];
let calls: string[] = [];

const call = (name: string) => (signal: NodeJS.Signals) => void calls.push(`${name} ${signal}`);

function add(signal: NodeJS.Signals, name: string): () => void {
  const remove = handler.addHandler(signal, call(name));
  removers.push(remove);
  return remove;
}

const count = (signal: NodeJS.Signals) => process.listenerCount(signal);

/** As Node does it when the signal has come. */
const emit = (signal: NodeJS.Signals) => process.emit(signal, signal);

afterEach(() => {
  for (const remove of removers.splice(0)) remove();
  calls = [];
  for (const signal of QUIET) expect(count(signal)).toBe(0);
});

test('there is one for the process', () => {
  expect(SignalHandler.instance()).toBe(handler);
});

test('a real signal calls back, with its name', async () => {
  add('SIGUSR2', 'a');
  const delivered = once(process, 'SIGUSR2');
  process.kill(process.pid, 'SIGUSR2');
  await delivered;
  expect(calls).toEqual(['a SIGUSR2']);
});

test('the newest is called first', () => {
  for (const name of ['a', 'b', 'c']) add('SIGUSR2', name);
  emit('SIGUSR2');
  expect(calls).toEqual(['c SIGUSR2', 'b SIGUSR2', 'a SIGUSR2']);
});

test('Node has one listener, however many there are, and the last one gives the signal its default back', () => {
  const [removeA, removeB] = [add('SIGUSR2', 'a'), add('SIGUSR2', 'b')];
  expect(count('SIGUSR2')).toBe(1);
  removeA();
  expect(count('SIGUSR2')).toBe(1);
  emit('SIGUSR2');
  expect(calls).toEqual(['b SIGUSR2']);
  removeB();
  expect(count('SIGUSR2')).toBe(0);
  add('SIGUSR2', 'c');
  emit('SIGUSR2');
  expect(calls).toEqual(['b SIGUSR2', 'c SIGUSR2']);
});

test('a listener of somebody else stays', () => {
  const other = call('other');
  process.on('SIGUSR2', other);
  try {
    add('SIGUSR2', 'a')();
    expect(process.listeners('SIGUSR2')).toEqual([other]);
  } finally {
    process.off('SIGUSR2', other);
  }
});

test('removed twice is removed once', () => {
  const remove = add('SIGUSR2', 'a');
  remove();
  add('SIGUSR2', 'b');
  remove();
  emit('SIGUSR2');
  expect(calls).toEqual(['b SIGUSR2']);
});

test('one callback for several signals goes from all of them', () => {
  const remove = handler.addHandlers(QUIET, call('a'));
  for (const signal of QUIET) emit(signal);
  expect(calls).toEqual(['a SIGUSR2', 'a SIGWINCH']);
  remove();
  for (const signal of QUIET) expect(count(signal)).toBe(0);
});

test('one that takes itself, or another, out while it is called disturbs nobody', () => {
  add('SIGUSR2', 'a');
  const once = handler.addHandler('SIGUSR2', (signal) => {
    once();
    call('once')(signal);
  });
  emit('SIGUSR2');
  emit('SIGUSR2');
  expect(calls).toEqual(['once SIGUSR2', 'a SIGUSR2', 'a SIGUSR2']);
});

test('two launchers in one process both hear an order; when one is through, the other still does', () => {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGTTIN', 'SIGTTOU', 'SIGUSR2'] as const;
  const before = signals.map((signal) => [...process.listeners(signal)]);
  const orders = (name: string): SignalOrders => ({
    stop: () => calls.push(`${name} stops`),
    interrupt: () => calls.push(`${name} is interrupted`),
    reload: () => calls.push(`${name} reloads`),
    hungUp: (meaning) => calls.push(`${name}: ${meaning}`),
    report: () => calls.push(`${name} reports`),
    scale: (by) => calls.push(`${name} scales by ${by}`),
  });
  const ours = (index: number) =>
    process.listeners(signals[index]!).filter((listener) => !before[index]!.includes(listener));
  /** Only to our own listener: the test runner may have its own for these. */
  const emitOurs = (index: number) => {
    for (const listener of ours(index)) (listener as (signal: string) => void)(signals[index]!);
  };
  const [first, second] = [onSignals(orders('first')), onSignals(orders('second'))];
  emitOurs(0);
  first();
  for (const index of signals.keys()) emitOurs(index);
  second();
  expect(signals.map((_, index) => ours(index))).toEqual([[], [], [], [], [], []]);
  expect(calls).toEqual([
    'second stops',
    'first stops',
    'second stops',
    'second is interrupted',
    'second reloads',
    'second scales by 1',
    'second scales by -1',
    'second reports',
  ]);
});
