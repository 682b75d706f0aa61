import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NotifySocket } from '../../src/system/systemd.js';
import { NotifyListener } from '../process/notify-listener.js';
import { requires } from '../process/requires.js';

let listener: NotifyListener;

beforeEach(requires('python3', 'apt-get install python3'));
afterEach(() => listener?.close());

it('waits for a service manager that is too far behind, and then tells it everything in order', async () => {
  listener = new NotifyListener(`@nova-launch-slow-${process.pid}`, true);
  await listener.listening();
  const failures: string[] = [];
  const socket = new NotifySocket(listener.address, (reason) => failures.push(reason));
  const kept = Number(readFileSync('/proc/sys/net/unix/max_dgram_qlen', 'utf8'));
  const numbers = Array.from({ length: 2 * kept + 10 }, (_, number) => String(number));
  for (const number of numbers) socket.tell({ STATUS: number });
  await socket.opened;
  listener.read();
  await listener.until(() => listener.messages.length === numbers.length, 'all messages');
  expect(listener.of('STATUS')).toEqual(numbers);
  expect(failures).toEqual([]);
  await socket.close();
});

it('says once that nobody listens, and once more when that happens again', async () => {
  const address = `@nova-launch-late-${process.pid}`;
  const failures: string[] = [];
  const socket = new NotifySocket(address, (reason) => failures.push(reason));
  await socket.opened;
  for (const number of [1, 2]) socket.tell({ STATUS: number });
  expect(failures).toEqual([`nobody took the datagram for ${address}`]);
  listener = new NotifyListener(address);
  await listener.listening();
  socket.tell({ STATUS: 3, READY: 1 });
  await listener.until(() => listener.messages.length === 1, 'the message');
  expect(listener.messages[0]!.assigned).toEqual({ STATUS: '3', READY: '1' });
  listener.close();
  await listener.closed;
  for (const number of [4, 5]) socket.tell({ STATUS: number });
  expect(failures).toHaveLength(2);
});
