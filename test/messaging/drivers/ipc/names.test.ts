import { describe, expect, it } from 'vitest';
import {
  directoryName,
  parseSocketName,
  socketName,
  temporaryName,
} from '../../../../src/messaging/drivers/ipc/names.js';
import { InvalidTarget } from '../../../../src/messaging/errors.js';

const TEXTS = [
  'host1',
  '',
  '.',
  '..',
  'a/b',
  '%',
  '%2E',
  'host.1.0123456789ab.sock',
  'ü 🚀',
  '\0\n',
  '\udc00\ud800',
];

describe('names of sockets', () => {
  it.each(TEXTS)('say which server it is: %j', (server) => {
    const { file } = socketName(server);
    expect(parseSocketName(file)).toEqual({ file, server, pid: process.pid });
    expect(file).not.toMatch(/^\.|[/\0\n]/);
  });

  it('are never the same twice', () => {
    expect(socketName('host1').file).not.toBe(socketName('host1').file);
  });

  it.each(['', 'x', 'host1.sock', 'host1.1.sock', '.host1.1.0123456789ab.sock', '%E0.1.0123456789ab.sock'])(
    'are not %j',
    (file) => {
      expect(parseSocketName(file)).toBeUndefined();
    },
  );

  it('are none while a socket does not listen', () => {
    expect(parseSocketName(`${temporaryName()}.1.0123456789ab.sock`)).toBeUndefined();
  });
});

describe('names of directories', () => {
  it('differ as the texts do, and stay within their directory', () => {
    const names = TEXTS.map((text) => directoryName(text, 'topic'));
    expect(new Set(names).size).toBe(TEXTS.length);
    for (const name of names) expect(name).not.toMatch(/^\.|[/\0\n]|^$/);
  });

  it('have a limit', () => {
    expect(directoryName('x'.repeat(255), 'topic')).toHaveLength(255);
    expect(() => directoryName('x'.repeat(256), 'topic')).toThrow(InvalidTarget);
    expect(() => directoryName('ü'.repeat(50), 'exchange')).toThrow(/The exchange "ü+"… takes 300 bytes/);
  });
});
