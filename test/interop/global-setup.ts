import { type AddressInfo, createServer } from 'node:net';
import type { TestProject } from 'vitest/node';
import { BrokerNode } from './node.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The port where vitest's own process tells the address of the broker; asking starts it. */
    brokerPort: number;
  }
}

/** One broker for all test files that want one: started for the first, ended after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let node: Promise<BrokerNode> | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    node ??= BrokerNode.start();
    node.then(
      ({ address }) => socket.end(JSON.stringify({ address })),
      (error: Error) => socket.end(JSON.stringify({ error: error.message })),
    );
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  server.unref();
  project.provide('brokerPort', (server.address() as AddressInfo).port);
  return async () => {
    server.close();
    await node?.then(
      (started) => started.stop(),
      () => {},
    );
  };
}
