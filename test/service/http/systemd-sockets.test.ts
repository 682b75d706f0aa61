import { describe, expect, it } from 'vitest';
import { type Given, inheritedSocket, passedDescriptors } from '../../../src/service/http/systemd-sockets.js';

const given = (env: NodeJS.ProcessEnv, more: Partial<Given> = {}): Given => ({
  env: { LISTEN_FDS: '2', LISTEN_PID: '10', LISTEN_FDNAMES: 'web:admin', ...env },
  pid: 10,
  isSocket: () => true,
  ...more,
});

it.each([
  [{ LISTEN_FDS: '2', LISTEN_PID: '10' }, [3, 4]],
  [{ LISTEN_FDS: '2', LISTEN_PID: '11' }, []],
  [{ LISTEN_FDS: 'x', LISTEN_PID: '10' }, []],
  [{}, []],
])('of %j a supervisor passes %j to its workers', (env, descriptors) => {
  expect(passedDescriptors(env, 10)).toEqual(descriptors);
});

describe('a socket of systemd', () => {
  it.each([
    ['web', 3],
    ['admin', 4],
    [0, 3],
    [1, 4],
  ])('is found by %j', (wanted, fd) => {
    expect(inheritedSocket(wanted, given({}))).toMatchObject({ fd, holder: 'process' });
  });

  it('is the only one for true, whatever its name', () => {
    expect(inheritedSocket(true, given({ LISTEN_FDS: '1' }))).toEqual({
      fd: 3,
      name: 'web',
      holder: 'process',
    });
    const nameless = { LISTEN_FDS: '1', LISTEN_FDNAMES: undefined };
    expect(inheritedSocket(true, given(nameless))).toEqual({ fd: 3, name: 'unknown', holder: 'process' });
  });

  it.each([
    ['web', {}, { primary: 10, pid: 11, channel: 5 }, 'worker'],
    ['web', {}, { primary: 10, pid: 11, channel: 3 }, 'primary'],
    ['admin', {}, { primary: 10, pid: 11, channel: 3 }, 'primary'],
    ['web', {}, { primary: 10, pid: 11, channel: 5, isSocket: () => false }, 'primary'],
  ])('%s of a worker is held by %j %j', (wanted, env, more, holder) => {
    expect(inheritedSocket(wanted, given(env, more)).holder).toBe(holder);
  });

  it.each([
    ['web', { LISTEN_FDS: undefined }, {}, /systemd has passed no socket: LISTEN_FDS is not set/],
    ['web', {}, { pid: 11 }, /those of systemd are for the process 10, and this is 11/],
    ['web', {}, { pid: 11, primary: 12 }, /those of systemd are for the process 10, and this is 12/],
    ['web', { LISTEN_FDS: 'x' }, {}, /LISTEN_FDS is "x"/],
    ['api', {}, {}, /no socket with the name api; those of systemd are 0 \(web\), 1 \(admin\)/],
    [2, {}, {}, /no socket number 2; those of systemd are 0 \(web\), 1 \(admin\)/],
    [true, {}, {}, /more than one socket to choose from; those of systemd are 0 \(web\), 1 \(admin\)/],
    ['web', { LISTEN_FDNAMES: 'web:web' }, {}, /several sockets have the name web/],
  ] as const)('%j with %j %j is none', (wanted, env, more, message) => {
    expect(() => inheritedSocket(wanted, given(env, more))).toThrow(
      expect.objectContaining({ code: 'NL_ADDRESS', message: expect.stringMatching(message) }),
    );
  });
});
