import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { client, freePorts, listening, opened, refused } from './fixture.js';

const HOST = '127.0.0.1';

it('BD8 a port is listened on, on the loopback interface', async () => {
  const port = await freePorts(1);
  const { backdoor, lines } = await opened(port);
  expect(backdoor).toMatchObject({ address: `127.0.0.1:${port}`, port });
  expect(lines).toEqual([`info: The backdoor is open on 127.0.0.1:${port}.`]);
  expect(await (await client(backdoor)).ask('1 + 1')).toBe('2');
  // Of all interfaces it would have this one, too.
  await listening({ port, host: '127.0.0.2' });
});

it('0 is any free port; a port may be a text', async () => {
  const { backdoor } = await opened('0');
  expect(backdoor.port).toBeGreaterThan(0);
  expect((await opened(0)).backdoor.port).not.toBe(backdoor.port);
});

it('BD9 a port that somebody has is refused', async () => {
  const { port } = (await listening({ port: 0, host: HOST })).address() as AddressInfo;
  expect(await refused(port)).toMatchObject({
    code: 'NL_ADDRESS',
    message: `Cannot listen on 127.0.0.1:${port}: another process listens there (EADDRINUSE).`,
  });
});

it('BD10 the ports of a range are taken in order', async () => {
  const first = await freePorts(2);
  const range = `${first}:${first + 1}`;
  expect((await opened(range)).backdoor.port).toBe(first);
  expect((await opened(range)).backdoor.port).toBe(first + 1);
});

it('BD11 of a range of free ports the first is taken', async () => {
  const first = await freePorts(3);
  expect((await opened(`${first}:${first + 2}`)).backdoor.port).toBe(first);
});

it('BD12 where the first is taken it is the second', async () => {
  const first = await freePorts(3);
  await listening({ port: first, host: HOST });
  expect((await opened(`${first}:${first + 2}`)).backdoor.port).toBe(first + 1);
});

it('BD13 where all are taken it is refused', async () => {
  const first = await freePorts(2);
  for (const port of [first, first + 1]) await listening({ port, host: HOST });
  expect(await refused(`${first}:${first + 1}`)).toMatchObject({
    code: 'NL_ADDRESS',
    message: `Cannot listen on 127.0.0.1: all ports from ${first} to ${first + 1} are taken (EADDRINUSE).`,
    remedy: 'Widen the range: each process needs a port of its own.',
  });
});

it('BD14 a reversed range is refused', async () => {
  expect(await refused('8888:7777')).toMatchObject({
    code: 'NL_BAD_VALUE',
    message:
      'The backdoor is "8888:7777"; expected a path with a "/", a port of at most 65535 (0 is any), or a range like "8800:8899", the lower port first.',
  });
});

it.each([
  'abc',
  '8800:',
  ':8800',
  '8800:abc',
  '8800:65536',
  '0:10',
  '65536',
  65_536,
  -1,
  1.5,
  NaN,
  '',
  'a\0/b',
  null,
])('BD15 %j, which is no port and no path, is refused', async (spec) => {
  expect(await refused(spec)).toMatchObject({ code: 'NL_BAD_VALUE' });
});
