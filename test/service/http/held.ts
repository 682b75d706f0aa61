import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import net from 'node:net';
import { onTestFinished } from 'vitest';
import { Client, GET } from '../http-fixture.js';
import { VirtualClock } from '../virtual-clock.js';
import { started } from './fixture.js';

/** A service whose responses wait until the test lets them go. */
export async function held(settings: object = {}) {
  const clock = new VirtualClock();
  const waiting: ServerResponse[] = [];
  let arrived = () => {};
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/') return response.end('hello');
    waiting.push(response);
    return arrived();
  };
  const it = await started({ handler }, settings, { clock });
  const connect = async () => {
    const client = new Client(net.connect(it.port(), '127.0.0.1'));
    await once(client.socket, 'connect');
    onTestFinished(() => void client.socket.destroy());
    return client;
  };
  /** A request that has reached the handler; its response. */
  const request = async (client: Client, path = '/held') => {
    const here = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    client.socket.write(GET(path));
    await here;
    return waiting.at(-1)!;
  };
  const stopped = () => Promise.resolve(it.service.stop(true)).then(() => it.service.wait());
  return { ...it, clock, connect, request, stopped };
}
