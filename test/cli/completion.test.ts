import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import { workspace } from '../definition/workspace.js';
import { requires } from '../process/requires.js';

async function output(...argv: string[]): Promise<string> {
  let out = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation(((text: unknown) => {
    out += String(text);
    return true;
  }) as never);
  onTestFinished(() => spy.mockRestore());
  expect(await main(argv)).toBe(0);
  spy.mockRestore();
  return out;
}

test.for(['bash', 'zsh', 'fish'])(
  '%s accepts its script, which has every command and option',
  async (shell, context) => {
    const script = await output('completion', shell);
    const commands = [
      'run',
      'check',
      'plan',
      'status',
      'reload',
      'scale',
      'call',
      'cast',
      'completion',
      'boot',
      'instance',
    ];
    const options = ['config', 'binary', 'workers', 'set', 'json', 'transport-url', 'fanout'];
    for (const word of [...commands, ...options]) {
      expect(script).toMatch(new RegExp(`\\b${word}\\b`));
    }
    expect(script).not.toContain('undefined');
    requires(shell, `apt-get install ${shell}`)(context);
    // A file: fish does not read a script from a socket, which a child's stdin is here.
    const result = spawnSync(shell, ['-n', join(workspace({ script }), 'script')], { encoding: 'utf8' });
    expect(result).toMatchObject({ status: 0, stderr: '' });
  },
);

test.each<[string[], string[]]>([
  [['s'], ['status', 'scale', 'stop', 'start', 'systemd-unit', 'service']],
  [['pl'], ['plan']],
  [
    ['--'],
    '--config --binary --workers --set --name --control --no-control --watch --inspect --help'.split(' '),
  ],
  [['status', '--w'], ['--watch']],
  [
    ['scale', ''],
    ['api', 'mailer'],
  ],
  [['logs', '--service', 'm'], ['mailer']],
  [['stop', '--config', 'other.json', ''], ['other.json-service']],
  [['plan', '--j'], ['--json']],
  [
    ['call', 'calculator', 'add', '--t'],
    ['--transport-url', '--timeout'],
  ],
  [['cast', '--f'], ['--fanout']],
  [['boot', '--fl'], ['--flavor']],
  [
    ['instance', ''],
    ['list', 'show', 'migrate', 'delete', 'start', 'stop', 'reboot'],
  ],
  [
    ['instance', 's'],
    ['show', 'start', 'stop'],
  ],
  [['instance', 'reboot', '--ha'], ['--hard']],
  [['service', 'd'], ['disable']],
  [['--config', 'x.json', 'service', 'f'], ['force-down']],
  [['call', '--config', 'oth'], ['other.json']],
  [
    ['--binary', ''],
    ['api', 'mailer'],
  ],
  [['check', '--binary', 'm'], ['mailer']],
  [['--config', 'other.json', '--binary', ''], ['other.json-service']],
  [['--config', 'oth'], ['other.json']],
  [['--workers', 'a'], ['auto']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['--', ''], []],
])('bash completes %j', async (words, expected) => {
  const cwd = workspace({
    script: await output('completion', 'bash'),
    'other.json': '',
    'nova-launch':
      '#!/bin/sh\nif [ "$2" = --config ]; then echo "$3-service"; else echo api; echo mailer; fi\n',
  });
  chmodSync(join(cwd, 'nova-launch'), 0o755);
  const program = `source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nova_launch; printf "%s\\n" "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', program, 'bash', './nova-launch', ...words], {
    cwd,
    encoding: 'utf8',
  });
  expect({ stderr, words: stdout.split('\n').filter(Boolean) }).toEqual({ stderr: '', words: expected });
});

test('__complete names what --binary can name, and is silent about faults', async () => {
  const cwd = workspace({
    'services.json': { services: { api: { module: 7 }, dep: {} } },
    'broken.json': '{ "services": ',
    'package.json': { 'nova-launch': { binaries: { own: './x.js', dep: './y.js' } } },
  });
  const spy = vi.spyOn(process, 'cwd').mockReturnValue(cwd);
  onTestFinished(() => spy.mockRestore());
  expect((await output('__complete')).split('\n')).toEqual(expect.arrayContaining(['api', 'dep', 'own']));
  expect(await output('__complete', '--config', 'broken.json')).not.toContain('api');
  expect(await output('__complete', '--config', 'gone.json')).toContain('own');
  expect(await output('--help')).not.toContain('__complete');
});
