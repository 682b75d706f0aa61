// Puts what a start loads of ours into one file each, after tsc: Node 20 takes about 0.5 ms for every ES module.
// npm packages stay outside. Both files lie in dist/launcher, so that paths relative to a module stay right.
import { build } from 'esbuild';

const files = { 'worker-entry': 'dist/launcher/worker-entry.js', main: 'dist/cli/main.js' };

/**
 * What only these commands use is loaded from where tsc has put it: in one file with the rest, each start would load
 * what it imports of npm and of Node.js, amqplib included, for imports of packages are put at the top.
 */
const apart = {
  name: 'apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/(call|cast|doctor|systemd-unit)\.js$/ }, ({ path }) => ({
      path: `../cli/${path.slice(2)}`,
      external: true,
    })),
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
