// Puts what a start loads into one file each, after tsc: Node 20 takes about 0.5 ms for every module. Those of the command
// and of a worker are CommonJS: that costs a start neither the loader of ES modules nor, for each module of Node.js, all
// that it exports (that of node:fs its streams, for one), and what is imported lazily loads its own lazily.
// All lie in dist/launcher, so that paths relative to a module stay right.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { licensesOf } from './licenses.mjs';

const dist = resolve('dist');
const resolved = (specifier) => createRequire(import.meta.url).resolve(specifier);

/** Of npm, what every start loads: of many files, pino takes three times as long as of one. The others stay outside. */
const inside = new Map([
  ['commander', resolved('commander')],
  // What it requires in the other format is hidden from esbuild.
  ['jsonc-parser/lib/umd/impl/parser.js', resolved('jsonc-parser/lib/esm/impl/parser.js')],
]);

/**
 * What few starts need: loaded from where tsc has put it. In one file with the rest each start would have to read it, too,
 * which costs 1 ms for 40 KB.
 */
const APART = [
  // Every command but two.
  /^cli\/(?!run\.js|check\.js)/,
  // What has to do with faults, and with definitions of binaries.
  /^definition\/(binaries|locate|object-source|package-exports|schema-findings|syntax-findings|unresolved)\.js$/,
  /^service\/suggest\.js$/,
  // node:http, prom-client, and all that nobody needs who does not ask; what a worker is made of has its own file.
  /^operations\/(backdoor|report|metrics)\/|^operations\/control\/client\.js$/,
  /^launcher\/(control-code|supervisor-status|worker)\.js$/,
];

/** As it is called from dist/launcher; undefined: it comes into the file. */
function apart(importer, path) {
  const place = relative(dist, resolve(dirname(importer), path));
  return APART.some((pattern) => pattern.test(place)) ? `../${place}` : undefined;
}

const places = {
  name: 'places',
  setup: ({ onResolve }) => {
    const outside = (path) => ({ path, external: true });
    onResolve({ filter: /^\./ }, ({ kind, importer, path }) => {
      if (path.endsWith('.cjs')) return outside(path);
      const place = kind === 'dynamic-import' ? apart(importer, path) : undefined;
      return place && outside(place);
    });
    onResolve({ filter: /^[a-z@][^:]*$/ }, ({ path, kind }) => {
      if (kind === 'entry-point') return undefined;
      // Needed with the first line only, when the workers are on their way.
      if (path === 'pino') return outside('./pino.cjs');
      return inside.has(path) ? { path: inside.get(path) } : outside(path);
    });
  },
};

/**
 * CommonJS has a require of its own. And what is imported lazily but comes into the file anyhow is imported at once: else
 * esbuild puts it, with all that it imports in turn, into functions, and V8 reads what is in a function twice.
 */
const flat = {
  name: 'flat',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/dist\/.*\.js$/ }, ({ path: importer }) => {
      if (importer.includes('/node_modules/')) return undefined;
      const heads = [];
      const contents = readFileSync(importer, 'utf8')
        .replaceAll('createRequire(import.meta.url)', 'require')
        .replaceAll("import('./service-launcher.js')", "Promise.resolve(require('./service-launcher.cjs'))")
        .replaceAll(/\bimport\('(\.[^']+)'\)/g, (lazy, path) => {
          if (apart(importer, path)) return lazy;
          const name = `lazy${heads.length}`;
          heads.push(`import * as ${name} from '${path}';\n`);
          return `Promise.resolve(${name})`;
        });
      return { contents: heads.join('') + contents };
    }),
};

const common = { allowOverwrite: true, bundle: true, metafile: true, platform: 'node', target: 'node20' };
const commonJs = {
  format: 'cjs',
  plugins: [places, flat],
  define: { 'import.meta.url': '__url' },
  banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
};

const built = await Promise.all(
  [
    { entry: 'dist/launcher/worker-entry.js', out: 'worker-entry.cjs', ...commonJs },
    { entry: 'dist/cli/main.js', out: 'main.cjs', ...commonJs },
    { entry: 'dist/launcher/service-launcher.js', out: 'service-launcher.cjs', ...commonJs },
    { entry: 'dist/launcher/control-code.js', out: 'control-code.js', format: 'esm', plugins: [places] },
    { entry: resolved('pino'), out: 'pino.cjs', format: 'cjs' },
  ].map(({ entry, out, ...options }) =>
    build({
      ...common,
      entryPoints: [entry],
      outfile: `dist/launcher/${out}`,
      logLevel: 'warning',
      ...options,
    }),
  ),
);

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

const { metafile } = await build({
  entryPoints: doors.map((name) => `dist/${name}.js`),
  outdir: 'dist',
  outbase: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  allowOverwrite: true,
  bundle: true,
  metafile: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  plugins: [sharing],
  logLevel: 'warning',
});

writeFileSync('dist/licenses.txt', licensesOf([metafile, ...built.map((one) => one.metafile)]));
