// Our server of bench/rpc.mjs, in a process of its own: what bench/rpc-server.py is, in JavaScript.
import { getRpcServer, getTransport, Target } from '../dist/messaging/index.js';

const [url, topic] = process.argv.slice(2);
const counts = {};
const endpoint = {
  echo: (_context, { value }) => value,
  counter_incr: (_context, { key }) => {
    counts[key] = (counts[key] ?? 0) + 1;
  },
  counter_get: (_context, { key }) => counts[key] ?? 0,
};
const server = getRpcServer(getTransport(url), new Target({ topic, server: 'bench' }), [endpoint]);
await server.start();
console.log('ready');
process.stdin.resume().on('end', () => process.exit(0));
