// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is what is interpolated
import { expect, test } from 'vitest';
import { faultsOf, workspace } from './workspace.js';

interface Row {
  /** A definition; » stands where the fault is. */
  readonly text: string;
  readonly path: string;
  readonly found: string | RegExp;
  readonly expected?: string | RegExp;
  readonly remedy?: string | RegExp;
}

const NO_STRING = 'a string (without NUL)';
const SECONDS = 'a number of seconds above 0, at most 2147483';

/** A service "api" with these settings besides its module. */
function api(settings: string): string {
  return `{\n  "services": {\n    "api": { "module": "./api.js", ${settings} }\n  }\n}`;
}

const TABLE: Record<string, Row> = {
  // Syntax
  'a missing comma': {
    text: '{\n  "config": {}\n  »"services": { "api": { "module": "./api.js" } }\n}',
    path: '',
    found: 'found "services"',
    expected: 'a comma',
  },
  'single quotes': {
    text: `{ »'services': {} }`,
    path: '',
    found: `found 'services'`,
    remedy: `Use " instead of '.`,
  },
  'a key without quotes': {
    text: '{ »services: {} }',
    path: '',
    found: 'found services',
    remedy: /"services"/,
  },
  'a file that ends early': {
    text: '{ "services": { "api": { "module": "./api.js" }»',
    path: '',
    found: 'found the end of the file',
    expected: '"}"',
  },
  'a second document': {
    text: '{ "services": {} }\n»{}',
    path: '',
    found: 'found {',
    expected: 'nothing more',
  },
  'a string over two lines': {
    text: '{ "config": { "a": »"x\ny" } }',
    path: '',
    found: 'found "x',
    expected: 'a closing double quote',
  },
  'a bad escape': {
    text: `{ "config": { "a": »"\\x" } }`,
    path: '',
    found: /found "\\x"/,
    remedy: /backslash/,
  },
  NaN: { text: api('"readyTimeout": »NaN'), path: '', found: 'found NaN' },
  'a comment that does not end': {
    text: '{ "services": {} } »/* hm',
    path: '',
    found: 'found /* hm',
    expected: '"*/"',
  },

  // Shape
  'an array': { text: '»[1]', path: '', found: 'found an array', expected: 'an object with "services"' },
  'no service': { text: '{ "services": »{} }', path: 'services', found: 'found no service' },
  'nothing at all': { text: '»{ }', path: 'services', found: 'found no service', remedy: /"services": \{/ },
  'an unknown key at the top': {
    text: '{ »"sevices": {} }',
    path: 'sevices',
    found: 'found the unknown key "sevices"',
    expected: 'one of $schema, config, backdoor, log, metrics, report and services',
    remedy: 'Did you mean "services"?',
  },
  'a service at the top': {
    text: '{ »"mailer": { "module": "./api.js" } }',
    path: 'mailer',
    found: 'found the unknown key "mailer"',
    remedy: 'If it is a service, put it into "services".',
  },
  'services as a list': { text: '{ "services": »["api"] }', path: 'services', found: 'found an array' },
  'config as a string': {
    text: '{ "config": »"x" }',
    path: 'config',
    found: 'found "x"',
    expected: 'an object',
  },
  'a service that is a string': {
    text: '{ "services": { "api": »"./api.js" } }',
    path: 'services.api',
    found: 'found "./api.js"',
    expected: /at least "module"/,
  },
  'a name with a space': {
    text: '{ "services": { »"a b": { "module": "./api.js" } } }',
    path: 'services["a b"]',
    found: 'found the name "a b"',
    remedy: /Begin it with a letter or a digit/,
  },
  'an empty name': {
    text: '{ "services": { »"": { "module": "./api.js" } } }',
    path: 'services[""]',
    found: 'found the name ""',
  },
  'a key twice': {
    text: api('"workers": 1,\n    »"workers": 2'),
    path: 'services.api.workers',
    found: 'found "workers" a second time, the first is on line 3',
    expected: 'every key once',
  },
  'a service twice': {
    text: '{ "services": {\n"api": { "module": "./api.js" },\n»"api": { "module": "./api.js" } } }',
    path: 'services.api',
    found: 'found "api" a second time, the first is on line 2',
  },
  'a key twice deep in config': {
    text: '{ "config": { "a": [{ "b": 1, »"b": 1 }] }, "services": { "api": { "module": "./api.js" } } }',
    path: 'config.a[0].b',
    found: 'found "b" a second time, the first is on line 1',
  },
  '__proto__ as a key': {
    text: api('»"__proto__": { "workers": 3 }'),
    path: 'services.api.__proto__',
    found: 'found the unknown key "__proto__"',
  },
  '__proto__ as a service': {
    text: '{ "services": { »"__proto__": { "module": "./api.js" } } }',
    path: 'services.__proto__',
    found: 'found the name "__proto__"',
  },

  // Settings
  'workers as a word': {
    text: api('"workers": »"four"'),
    path: 'services.api.workers',
    found: 'found "four"',
    expected: 'a positive integer or "auto" (at most 1024)',
    remedy: 'Correct it, or remove it for the default (1).',
  },
  'workers in quotes': {
    text: api('"workers": »"4"'),
    path: 'services.api.workers',
    found: 'found "4"',
    remedy: 'Write 4, without quotes.',
  },
  'workers with a slip': {
    text: api('"workers": »"Auto"'),
    path: 'services.api.workers',
    found: 'found "Auto"',
    remedy: 'Did you mean "auto"?',
  },
  'no workers': { text: api('"workers": »0'), path: 'services.api.workers', found: 'found 0' },
  'half a worker': { text: api('"workers": »1.5'), path: 'services.api.workers', found: 'found 1.5' },
  'a million workers': {
    text: api('"workers": »1000000'),
    path: 'services.api.workers',
    found: 'found 1000000',
  },
  'an unknown setting': {
    text: api('»"ready_timeout": 3'),
    path: 'services.api.ready_timeout',
    found: 'found the unknown key "ready_timeout"',
    remedy: 'Did you mean "readyTimeout"?',
  },
  'a setting in the wrong group': {
    text: api('»"intensity": 3'),
    path: 'services.api.intensity',
    found: 'found the unknown key "intensity"',
    remedy: 'Did you mean restart.intensity of the service?',
  },
  'an unknown setting deeper down': {
    text: api('"restart": { "backoff": { »"maximum": 3 } }'),
    path: 'services.api.restart.backoff.maximum',
    found: 'found the unknown key "maximum"',
    expected: 'one of initial and max',
  },
  'a setting that is like none': {
    text: api('»"colour": "red"'),
    path: 'services.api.colour',
    found: 'found the unknown key "colour"',
    remedy: 'Remove it, or move it to where it belongs.',
  },
  'a time with its unit': {
    text: api('"readyTimeout": »"30s"'),
    path: 'services.api.readyTimeout',
    found: 'found "30s"',
    expected: SECONDS,
    remedy: 'Write 30, without quotes and unit.',
  },
  'a negative time': {
    text: api('"gracefulShutdownTimeout": »-1'),
    path: 'services.api.gracefulShutdownTimeout',
    found: 'found -1',
    expected: /0 is unlimited/,
  },
  'no time': {
    text: api('"readyTimeout": »0'),
    path: 'services.api.readyTimeout',
    found: 'found 0',
    expected: SECONDS,
  },
  'a time beyond what a timer holds': {
    text: api('"readyTimeout": »1e10'),
    path: 'services.api.readyTimeout',
    found: 'found 1e10',
    expected: SECONDS,
  },
  'a number beyond all': {
    text: api('"readyTimeout": »1e999'),
    path: 'services.api.readyTimeout',
    found: 'found 1e999',
    expected: 'a number that a double can hold exactly',
  },
  'more digits than a double has': {
    text: api('"config": { "id": »12345678901234567890 }'),
    path: 'services.api.config.id',
    found: 'found 12345678901234567890',
    remedy: /quote it/,
  },
  null: {
    text: api('"essential": »null'),
    path: 'services.api.essential',
    found: 'found null',
    expected: 'true or false',
    remedy: /Remove the key/,
  },
  'a boolean in quotes': {
    text: api('"essential": »"True"'),
    path: 'services.api.essential',
    found: 'found "True"',
    remedy: /true/,
  },
  'one name instead of a list': {
    text: api('"after": »"db"'),
    path: 'services.api.after',
    found: 'found "db"',
    remedy: 'Write ["db"].',
  },
  'a list with a number': {
    text: api('"nodeArgs": ["--x", »5]'),
    path: 'services.api.nodeArgs[1]',
    found: 'found 5',
    expected: NO_STRING,
  },
  'a word for a method': {
    text: api('"restartMethod": »"relaod"'),
    path: 'services.api.restartMethod',
    found: 'found "relaod"',
    expected: '"reload" or "mutate"',
    remedy: 'Did you mean "reload"?',
  },
  'a budget that is a number': {
    text: api('"restart": »5'),
    path: 'services.api.restart',
    found: 'found 5',
    expected: 'an object with intensity, period and backoff',
  },
  'half a crash': {
    text: api('"restart": { "intensity": »2.5 }'),
    path: 'services.api.restart.intensity',
    found: 'found 2.5',
    expected: 'an integer of at least 0 or "unlimited"',
  },
  'no quorum': {
    text: api('"quorum": »0'),
    path: 'services.api.quorum',
    found: 'found 0',
    expected: /at least 1/,
  },
  'a quorum of more than all': {
    text: api('"workers": 2, "quorum": »3'),
    path: 'services.api.quorum',
    found: 'found 3, with "workers" at 2',
    expected: '"quorum" to be at most "workers"',
    remedy: /raise "workers"/,
  },
  'a quorum of more than the one worker that is the default': {
    text: api('"quorum": »2'),
    path: 'services.api.quorum',
    found: 'found 2, with "workers" at 1',
  },
  'no surge': {
    text: api('"reload": { "surge": »0 }'),
    path: 'services.api.reload.surge',
    found: 'found 0',
    expected: /at least 1/,
  },
  'a number in env': {
    text: api('"env": { "PORT": »8080 }'),
    path: 'services.api.env.PORT',
    found: 'found 8080',
    expected: NO_STRING,
    remedy: 'Quote it: "8080".',
  },
  'a boolean in env': {
    text: api('"env": { "DEBUG": »true }'),
    path: 'services.api.env.DEBUG',
    found: 'found true',
    remedy: 'Quote it: "true".',
  },
  'an impossible variable': {
    text: api('"env": { »"A=B": "x" }'),
    path: 'services.api.env["A=B"]',
    found: 'found the name "A=B"',
    remedy: /Leave out/,
  },
  'a NUL in env': {
    text: api('"env": { "A": »"a\\u0000b" }'),
    path: 'services.api.env.A',
    found: /found "a/,
    expected: NO_STRING,
  },
  'an empty module': {
    text: '{ "services": { "api": { "module": »"" } } }',
    path: 'services.api.module',
    found: 'found ""',
  },
  'more levels than anyone needs': {
    text: `{ "config": { "a": ${'['.repeat(99)}»${'['.repeat(51)}${']'.repeat(150)} }, "services": { "api": { "module": "./api.js" } } }`,
    path: `config.a${'[0]'.repeat(99)}`,
    found: 'found more than 100 levels',
  },

  // Interpolation
  'a variable that is not set': {
    text: api('"env": { "A": »"${NOPE}" }'),
    path: 'services.api.env.A',
    found: 'the environment variable NOPE is not set',
    remedy: 'Set NOPE, or write ${NOPE:-default}.',
  },
  'a file that is not there': {
    text: api('"config": { "a": [»"${file:./nope}"] }'),
    path: 'services.api.config.a[0]',
    found: /the file .*\/nope cannot be read: it does not exist/,
  },
  'a directory for a file': {
    text: api('"config": { "a": »"${file:/}" }'),
    path: 'services.api.config.a',
    found: /the file \/ cannot be read: it is not a regular file/,
  },
  'a device for a file': {
    text: api('"config": { "a": »"${file:/dev/zero}" }'),
    path: 'services.api.config.a',
    found: /it is not a regular file/,
  },
  'an open brace': {
    text: api('"config": { "a": »"x${HOME" }'),
    path: 'services.api.config.a',
    found: 'found "${HOME", which is not closed',
    remedy: /\$\$\{/,
  },
  'no name': { text: api('"config": { "a": »"${}" }'), path: 'services.api.config.a', found: 'found "${}"' },
  'a shell operator that we lack': {
    text: api('"config": { "a": »"${HOME:?}" }'),
    path: 'services.api.config.a',
    found: 'found "${HOME:?}"',
  },
  'a number from a variable': {
    text: api('"workers": »"${FOUR}"'),
    path: 'services.api.workers',
    found: 'found "${FOUR}", which is "4"',
    remedy: /always a string/,
  },
  'a secret in the wrong place': {
    text: api('"restartMethod": »"${file:./secret}"'),
    path: 'services.api.restartMethod',
    found: 'found "${file:./secret}"',
  },

  'a secret variable in the wrong place': {
    text: api('"workers": »"${DB_PASSWORD}"'),
    path: 'services.api.workers',
    found: 'found "${DB_PASSWORD}"',
  },

  // Modules
  'a file that does not exist': {
    text: '{ "services": { "api": { "module": »"./gone.js" } } }',
    path: 'services.api.module',
    found: /found ".\/gone.js", which would be \/.*\/gone.js and does not exist/,
    expected: 'a file that can be read',
  },
  'a file without its extension': {
    text: '{ "services": { "api": { "module": »"./api" } } }',
    path: 'services.api.module',
    found: /does not exist/,
    remedy: 'Did you mean "./api.js"?',
  },
  'a file with another extension': {
    text: '{ "services": { "api": { "module": »"./api.ts" } } }',
    path: 'services.api.module',
    found: /does not exist/,
    remedy: 'Did you mean "./api.js"?',
  },
  'a directory': {
    text: '{ "services": { "api": { "module": »"./lib" } } }',
    path: 'services.api.module',
    found: 'found "./lib", which is a directory',
    remedy: 'Did you mean "./lib/index.js"?',
  },
  'a file without ./': {
    text: '{ "services": { "api": { "module": »"api.js" } } }',
    path: 'services.api.module',
    found: /no package/,
    remedy: 'Did you mean "./api.js"?',
  },
  'an export in the module': {
    text: '{ "services": { "api": { "module": »"./api.js#Api" } } }',
    path: 'services.api.module',
    found: /does not exist/,
    remedy: 'Write "module": "./api.js", "export": "Api".',
  },
  'a package that is not installed': {
    text: '{ "services": { "api": { "module": »"@acme/api/server" } } }',
    path: 'services.api.module',
    found: /but the package @acme\/api cannot be found from \//,
    remedy: 'Install it: npm install @acme/api.',
  },
  'a part of Node.js': {
    text: '{ "services": { "api": { "module": »"node:http" } } }',
    path: 'services.api.module',
    found: /a part of Node.js/,
  },
  'no module': {
    text: '{ "services": { »"api": { "workers": 2 } } }',
    path: 'services.api',
    found: 'found no "module"',
    remedy: 'Add "module": "./FILE.js".',
  },

  // Relations
  'after nobody': {
    text: api('"after": [»"dbb"] }, "db": { "module": "./api.js"'),
    path: 'services.api.after[0]',
    found: 'found "dbb", which is no service',
    expected: 'one of api, db',
    remedy: 'Did you mean "db"?',
  },
  'after itself': {
    text: api('"after": »["api"]'),
    path: 'services.api.after',
    found: 'found the cycle api -> api',
  },
  'a cycle': {
    text: api(
      '"after": »["b"] }, "b": { "module": "./api.js", "after": ["c"] }, "c": { "module": "./api.js", "after": ["api"]',
    ),
    path: 'services.api.after',
    found: 'found the cycle api -> b -> c -> api',
    remedy: /each waits until the next is ready/,
  },
  'two scheduling policies': {
    text: api('"schedulingPolicy": "rr" }, "b": { "module": "./api.js", "schedulingPolicy": »"none"'),
    path: 'services.b.schedulingPolicy',
    found: 'found "none", but the service api has "rr"',
    expected: /node:cluster has one for each supervisor/,
  },
  'a soft limit above the hard one': {
    text: api('"recycle": { "maxMemory": { "soft": »"1G", "hard": "512M" } }'),
    path: 'services.api.recycle.maxMemory.soft',
    found: 'found 1G, with a hard limit of 512M',
    expected: '"soft" to be below "hard"',
  },
  'a memory with an unknown unit': {
    text: api('"recycle": { "maxMemory": { "soft": »"512MB" } }'),
    path: 'services.api.recycle.maxMemory.soft',
    found: 'found "512MB"',
    expected: 'a number of bytes or a text like "512M" (K, M and G are powers of 1024)',
  },
  'an unknown key of recycle': {
    text: api('"recycle": { »"maxLifeTime": 3 }'),
    path: 'services.api.recycle.maxLifeTime',
    found: 'found the unknown key "maxLifeTime"',
    expected: 'one of maxLifetime, maxTasks and maxMemory',
    remedy: 'Did you mean "maxLifetime"?',
  },
  'a range of ports that goes down': {
    text: '{ "backdoor": »"8899:8800", "services": { "api": { "module": "./api.js" } } }',
    path: 'backdoor',
    found: 'found the range 8899:8800',
    remedy: 'Write it like "8800:8899".',
  },
  'a backdoor that is none': {
    text: '{ "backdoor": »true, "services": { "api": { "module": "./api.js" } } }',
    path: 'backdoor',
    found: 'found true',
    expected: 'a path like "/run/hello/{pid}.sock", a port of at most 65535, or a range like "8800:8899"',
  },
  'an unknown key of report': {
    text: '{ "report": { »"dir": "x" }, "services": { "api": { "module": "./api.js" } } }',
    path: 'report.dir',
    found: 'found the unknown key "dir"',
    expected: 'one of directory and trigger',
  },
  'a back-off that shrinks': {
    text: api('"restart": { "backoff": { "initial": »60 } }'),
    path: 'services.api.restart.backoff.initial',
    found: 'found pauses that begin with 60 s and are at most 30 s',
  },
};

const FILES = { 'api.js': '', 'lib/index.js': '', secret: 'hunter2hunter2\n' };

test.each(Object.entries(TABLE))('%s', async (_, { text, path, found, expected, remedy }) => {
  const cwd = workspace({ ...FILES, 'services.json': text.replace('»', '') });
  const faults = await faultsOf(cwd, { env: { FOUR: '4', HOME: '/root', DB_PASSWORD: 'hunter2' } });

  expect(faults.map((fault) => fault.message)).toHaveLength(1);
  const [fault] = faults;
  expect(fault).toMatchObject({ file: 'services.json', path });
  expect(fault!.message).toEqual(typeof found === 'string' ? found : expect.stringMatching(found));
  if (expected)
    expect(fault!.expected).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  if (remedy)
    expect(fault!.remedy).toEqual(typeof remedy === 'string' ? remedy : expect.stringMatching(remedy));
  if (text.includes('»')) expect({ line: fault!.line, column: fault!.column }).toEqual(placeOf(text));
  expect(JSON.stringify(fault)).not.toContain('hunter2');
});

function placeOf(text: string): { line: number; column: number } {
  const lines = text.slice(0, text.indexOf('»')).split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
