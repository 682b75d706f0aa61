import cluster from 'node:cluster';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import net from 'node:net';
import { openBackdoor } from '../../../src/operations/backdoor/index.js';
import { trackServers } from '../../../src/service/connections.js';

/** A process of process.test.ts, whose backdoor is all that it has: `node process.ts SPEC [cluster]`. */

const [spec, inCluster] = process.argv.slice(2);

if (inCluster && cluster.isPrimary) {
  cluster.on('listening', (_worker, address) => console.log('shared', JSON.stringify(address)));
  const worker = cluster.fork();
  worker.on('message', (message) => {
    console.log(JSON.stringify(message));
    worker.disconnect();
  });
} else {
  const connections = trackServers();
  const log = { info: () => {}, warn: console.log } as unknown as Parameters<typeof openBackdoor>[2];
  const exclude = (server: Parameters<typeof connections.exclude>[0]) => connections.exclude(server);
  const scope = { service: 'web', worker: 0, values: {}, exclude };
  const { address, socketFile, port } = await openBackdoor(spec, scope, log);
  const mode = socketFile && (statSync(socketFile).mode & 0o777).toString(8);
  await connections.drain();
  const client = net.connect(socketFile === undefined ? { port: port! } : { path: socketFile });
  const [greeting] = await once(client.setEncoding('utf8'), 'data');
  // The connection stays: it keeps nobody, either.
  client.unref();
  const told = { address, mode, afterDrain: greeting.split(':')[0] };
  if (process.send) process.send(told);
  else console.log(JSON.stringify(told));
}
