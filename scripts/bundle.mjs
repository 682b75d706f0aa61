// Puts what a start loads of ours into one file each, after tsc: Node 20 takes about 0.5 ms for every ES module.
// npm packages stay outside. Both files lie in dist/launcher, so that paths relative to a module stay right.
import { build } from 'esbuild';

const files = {
  'worker-entry': 'dist/launcher/worker-entry.js',
  main: 'dist/cli/main.js',
  'control-code': 'dist/launcher/control-code.js',
};

/**
 * What sends requests is loaded from where tsc has put it: in one file with the rest, each start would load what it
 * imports of npm and of Node.js, amqplib included, for imports of packages are put at the top.
 */
const apart = {
  name: 'apart',
  setup: ({ onResolve }) => {
    const commands = /^\.\/(call|cast|control\/[a-z]+)\.js$/;
    onResolve({ filter: commands }, ({ path }) => ({ path: `../cli/${path.slice(2)}`, external: true }));
    // With node:http, and all that nobody needs who does not ask over the control socket.
    onResolve({ filter: /^\.\/control-code\.js$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
    // With prom-client, and only for who asks for metrics.
    onResolve({ filter: /\/metrics\/exposition\.js$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
    onResolve({ filter: /^\.\/client\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: '../operations/control/client.js', external: true } : undefined,
    );
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
