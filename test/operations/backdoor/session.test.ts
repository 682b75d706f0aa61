import { describe, expect, it } from 'vitest';
import { ThreadGroup } from '../../../src/service/thread-group.js';
import { Client, client, opened } from './fixture.js';

it('greets with who it is', async () => {
  const { backdoor, lines } = await opened(0, { worker: 2 });
  const somebody = new Client(backdoor);
  expect(await somebody.read('web[2]> ')).toBe(
    `nova-launch: web, worker 2, pid ${process.pid}. help() tells what is in scope, .exit leaves.\n`,
  );
  // Who only connects is not worth a line.
  expect(lines).toHaveLength(1);
});

describe('in scope', () => {
  it('are the values, as they are when a line asks for them', async () => {
    let config = { interval: 1 };
    const values = {
      service: new Map([['a', 1]]),
      get config() {
        return config;
      },
    };
    const somebody = await client((await opened(0, { values })).backdoor);
    expect(await somebody.ask('service.set("b", config.interval).size')).toBe('2');
    expect(values.service.get('b')).toBe(1);
    config = { interval: 7 };
    expect(await somebody.ask('config')).toBe('{ interval: 7 }');
    expect(await somebody.ask('config = 3; config + 1')).toBe('4');
    expect(await somebody.ask('.clear')).toBe('Clearing context...');
    expect(await somebody.ask('config')).toBe('{ interval: 7 }');
  });

  it('is what help() tells', async () => {
    const values = { service: {}, config: {} };
    const somebody = await client((await opened(0, { values })).backdoor);
    const help = await somebody.ask('help()');
    expect(help).toMatch(/^service, config {12}what this process runs$/m);
    expect(help).not.toContain('report()');
    const told = [...help.matchAll(/^(\w+)\(/gm)].map(({ 1: name }) => name);
    expect(told).toEqual(['threads', 'heapSnapshot', 'cpuProfile', 'require']);
    expect(await somebody.ask(`[${told}].map((helper) => typeof helper).join(' ')`)).toBe(
      "'function function function function'",
    );
  });

  it('is threads(), with a row for each thread and timer', async () => {
    const group = new ThreadGroup({ name: 'of the test' });
    group.addThread(function reader(signal: AbortSignal) {
      return new Promise<void>((done) => signal.addEventListener('abort', () => done()));
    });
    group.addTimer(60, function tick() {});
    const somebody = await client((await opened(0)).backdoor);
    const line = 'threads().filter((row) => row.group === "of the test").map((row) => row.name).join()';
    expect(await somebody.ask(line)).toBe("'reader,tick'");
    await group.stop();
    expect(await somebody.ask(line)).toBe("''");
  });

  it('is report(), which is printed as it stands, also without await', async () => {
    const somebody = await client((await opened(0, { report: async () => 'One\nTwo' })).backdoor);
    expect(await somebody.ask('report()')).toBe('One\nTwo');
    expect(await somebody.ask('await report(); 5')).toBe('One\nTwo\n5');
    expect(await somebody.ask('help()')).toMatch(/^report\(\) /m);
  });

  it('is what Node.js has', async () => {
    const somebody = await client((await opened(0)).backdoor);
    expect(await somebody.ask('process.pid')).toBe(String(process.pid));
    expect(await somebody.ask('os.EOL === require("node:os").EOL')).toBe('true');
    expect(await somebody.ask('typeof (await import("node:fs")).readFileSync')).toBe("'function'");
  });
});

describe('lines', () => {
  it('may be several for one expression', async () => {
    const somebody = await client((await opened(0)).backdoor);
    somebody.socket.write('[1,\n2,\n3].length\n');
    expect(await somebody.read()).toBe('... ... 3\n');
  });

  it('are done one after the other, also where one awaits', async () => {
    const somebody = await client((await opened(0)).backdoor);
    somebody.socket.write('const order = []\n');
    somebody.socket.write('await new Promise(setImmediate).then(() => order.push("first"))\n');
    somebody.socket.write('order.push("second")\n');
    somebody.socket.write('order.join()\n');
    for (const line of ['', '1\n', '2\n', "'first,second'\n"]) expect(await somebody.read()).toBe(line);
  });

  it('wait for an await also where another error comes meanwhile', async () => {
    const somebody = await client((await opened(0)).backdoor);
    await somebody.ask('const order = [], later = (run) => setImmediate(setImmediate, run)');
    const stray = 'process.nextTick(() => { throw new Error("stray") })';
    somebody.socket.write(
      `await new Promise((done) => { ${stray}; later(done) }); void order.push("first")\n`,
    );
    somebody.socket.write('void order.push("second")\norder.join()\n');
    await somebody.read("'first,second'");
  });

  it('are answered though the client has no more to say', async () => {
    const somebody = await client((await opened(0)).backdoor);
    somebody.socket.end('await new Promise((done) => setImmediate(done, 41)) + 1');
    expect(await somebody.ended()).toBe('42\nweb[0]> ');
  });

  it('may end with CR LF', async () => {
    const somebody = await client((await opened(0)).backdoor);
    expect(await somebody.ask('1 + 1\r')).toBe('2');
  });

  it('print to their own connection', async () => {
    const { backdoor } = await opened(0);
    const [one, other] = [await client(backdoor), await client(backdoor)];
    expect(await one.ask('console.log("hello")')).toBe('hello');
    expect(await one.ask('var mine = 1')).toBe('');
    expect(await other.ask('typeof mine')).toBe("'undefined'");
  });
});

it('.exit ends the connection, and nothing else', async () => {
  const { backdoor } = await opened(0);
  const [one, other] = [await client(backdoor), await client(backdoor)];
  one.socket.write('.exit\n1 + 41\n');
  expect(await one.ended()).not.toContain('42');
  expect(await other.ask('1 + 1')).toBe('2');
});

it('close() ends the connections, with a word', async () => {
  const { backdoor } = await opened(0);
  const [idle, busy] = [await client(backdoor), await client(backdoor)];
  busy.socket.write('console.log("here"); await new Promise(() => {})\n');
  await busy.read('here\n');
  await backdoor.close();
  expect(await idle.ended()).toBe('The backdoor is closed.\n');
  expect(await busy.ended()).toBe('The backdoor is closed.\n');
});
