import { expect, it, onTestFinished } from 'vitest';
import { client, opened } from './fixture.js';

/** What escapes to the process; nothing may. */
function escaped(): unknown[] {
  const errors: unknown[] = [];
  const listener = (error: unknown) => errors.push(error);
  process.on('uncaughtException', listener).on('unhandledRejection', listener);
  onTestFinished(() => void process.off('uncaughtException', listener).off('unhandledRejection', listener));
  return errors;
}

it.each([
  ["throw new Error('oops')", 'at once'],
  ["await Promise.reject(new Error('oops'))", 'from an await'],
  ["setImmediate(() => { throw new Error('oops') })", 'from an immediate'],
  ["setTimeout(() => { throw new Error('oops') })", 'from a timer'],
  ["process.nextTick(() => { throw new Error('oops') })", 'from a tick'],
  ["queueMicrotask(() => { throw new Error('oops') })", 'from a microtask'],
  ["void Promise.reject(new Error('oops'))", 'from a promise'],
  ["void (async () => { await null; throw new Error('oops') })()", 'from an async function'],
  ["fs.stat('/', () => { throw new Error('oops') })", 'from a callback'],
  ["void net.connect('/dev/null/oops')", 'from an event'],
])('%s: an error %s is printed, and does not reach the process', async (line) => {
  const errors = escaped();
  const somebody = await client((await opened(0)).backdoor);
  somebody.socket.write(`${line}\n`);
  await somebody.read('Uncaught');
  await somebody.read('oops');
  somebody.socket.write('console.log("alive")\n');
  await somebody.read('alive');
  expect(errors).toEqual([]);
});

it('an error of the process itself is still its own', async () => {
  const somebody = await client((await opened(0)).backdoor);
  await somebody.ask('1');
  const errors = escaped();
  process.emit('uncaughtException', new Error('of the process'));
  expect(errors).toEqual([new Error('of the process')]);
});

it('what cannot be shown is no error of the process', async () => {
  const show = () => {
    throw new Error('not now');
  };
  const values = { broken: { [Symbol.for('nodejs.util.inspect.custom')]: show } };
  const somebody = await client((await opened(0, { values })).backdoor);
  expect(await somebody.ask('broken')).toBe('(It cannot be shown: not now)');
  expect(await somebody.ask('1 + 1')).toBe('2');
});

it('the stack of an error ends where the line does', async () => {
  const somebody = await client((await opened(0)).backdoor);
  expect(await somebody.ask('null.x')).toMatch(/^Uncaught:?\s+TypeError: .*\n {4}at REPL\d+:1:6$/);
});

it.each([['.exit\n'], [undefined]])(
  'what a line prints when its client has gone (%j) is logged',
  async (last) => {
    let leave = () => {};
    const gone = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const values = { gone };
    const { backdoor, lines, logged } = await opened(0, { values });
    const somebody = await client(backdoor);
    await somebody.ask('void gone.then(() => { console.log("late"); throw new Error("oops") })');
    if (last) somebody.socket.write(last);
    else somebody.socket.end();
    await somebody.ended();
    leave();
    await logged(4);
    await new Promise(setImmediate);
    expect(lines.slice(2)).toEqual([
      'warn: A line typed at the backdoor, whose client has gone, says: late',
      expect.stringMatching(
        /^warn: A line typed at the backdoor, whose client has gone, says: Uncaught.* oops$/s,
      ),
    ]);
  },
);
