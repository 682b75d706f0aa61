// Puts what a start loads of ours into one file each, after tsc: Node 20 takes about 0.5 ms for every ES module.
// npm packages stay outside. Both files lie in dist/launcher, so that paths relative to a module stay right.
import { build } from 'esbuild';

const files = {
  'worker-entry': 'dist/launcher/worker-entry.js',
  main: 'dist/cli/main.js',
  'control-code': 'dist/launcher/control-code.js',
};

/**
 * What sends requests, and the operations, are loaded from where tsc has put them: in one file with the rest, each start
 * would load what they import of npm and of Node.js, amqplib included, for imports of packages are put at the top.
 */
const apart = {
  name: 'apart',
  setup: ({ onResolve }) => {
    const outside = (path) => ({ path, external: true });
    const commands = /^\.\/(call|cast|doctor|systemd-unit|(?:control|nova|watch)\/[a-z]+)\.js$/;
    onResolve({ filter: commands }, ({ path }) => outside(`../cli/${path.slice(2)}`));
    // The operations, and with them node:http and all that nobody needs who does not ask over the control socket.
    onResolve({ filter: /^\.\.\/operations\/(backdoor|report)\// }, ({ path }) => outside(path));
    // The same of metrics, with prom-client, and of the status, for a report.
    const lazy = /^\.\/(control-code|client|supervisor-status)\.js$|\/metrics\/exposition\.js$/;
    onResolve({ filter: lazy }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined;
      return outside(path === './client.js' ? '../operations/control/client.js' : path);
    });
  },
};

for (const [name, entry] of Object.entries(files)) {
  await build({
    entryPoints: [entry],
    outfile: `dist/launcher/${name}.js`,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [apart],
    logLevel: 'warning',
  });
}

/**
 * The doors that services come in by, and Nova's binaries, share their files, the chunks: a class is the same through each
 * door, and a worker loads a dozen files instead of two hundred. Of npm only kysely is inside: its hundreds of modules
 * would take 100 ms to load.
 */
const doors = [
  'errors',
  'rpc-service',
  'messaging/index',
  'testing/index',
  ...['index', 'http/index', 'launcher', 'services'].map((name) => `service/${name}`),
  ...['context', 'database', 'exception', 'objects', 'rpc', 'servicegroup'].map(
    (room) => `nova/${room}/index`,
  ),
  ...['conductor', 'scheduler', 'compute'].flatMap((name) => [
    `nova/binaries/${name}`,
    `nova/${name}/manager`,
  ]),
  'nova/index',
];

const sharing = {
  name: 'sharing',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      return kind === 'entry-point' || path === 'kysely' ? undefined : { path, external: true };
    });
    // It looks for the launcher beside itself.
    onResolve({ filter: /\/serve\.js$/ }, ({ path }) => ({ path, external: true }));
  },
};

await build({
  entryPoints: doors.map((name) => `dist/${name}.js`),
  outdir: 'dist',
  outbase: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  plugins: [sharing],
  logLevel: 'warning',
});
