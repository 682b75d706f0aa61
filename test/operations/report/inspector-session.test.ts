import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { stackAt } from '../../../src/operations/report/inspector-session.js';

let server: WebSocketServer;
let url: string;

const never = new AbortController().signal;

beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
});

afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

describe('stackAt', () => {
  it.each(['', 'no url', 'http://127.0.0.1:1/#x', 'ws://127.0.0.1:1/#x'])(
    'has no stack where %j is the URL',
    async (none) => {
      expect(await stackAt(none, false, never)).toBeUndefined();
    },
  );

  it.each([
    'no JSON',
    'null',
    '{"method":"Debugger.paused","params":null}',
    '{"method":"Debugger.paused","params":{"callFrames":[null]}}',
    '{"method":"Debugger.paused","params":{"callFrames":7}}',
  ])('has no stack when the other side says %s, and leaves it', async (said) => {
    const left = new Promise((resolve) => {
      server.on('connection', (socket) => {
        socket.on('close', resolve);
        socket.send(said);
      });
    });
    expect(await stackAt(url, false, never)).toBeUndefined();
    await left;
  });

  it('does not wait when it is late already', async () => {
    expect(await stackAt(url, false, AbortSignal.abort())).toBeUndefined();
  });
});
