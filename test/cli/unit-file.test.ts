import { describe, expect, it } from 'vitest';
import { type Unit, unitFile } from '../../src/cli/unit-file.js';
import { longestGap, longestStart, longestStop } from '../../src/launcher/bounds.js';
import { service } from '../launcher/definitions.js';

const UNIT: Unit = {
  name: 'hello',
  description: 'api, run by nova-launch',
  command: ['/usr/bin/node', '/srv/hello/nova-launch.js'],
  directory: '/srv/hello',
  variables: [],
  ofUser: false,
  user: 'hello',
  notifyReload: false,
  timeoutStart: 60,
  timeoutStop: 76,
  watchdog: 90,
  memory: null,
};

const linesOf = (more: Partial<Unit>) => unitFile({ ...UNIT, ...more }).split('\n');

describe('a unit', () => {
  it('has what words of a command line mean to systemd escaped', () => {
    const command = ['/usr/bin/node', '/srv/it is/50%', '--', '--a=$HOME', '--b="x"\\y', '--c=l1\nl2', ''];
    expect(linesOf({ command })).toContain(
      String.raw`ExecStart=/usr/bin/node "/srv/it is/50%%" -- --a=$$HOME "--b=\"x\"\\y" "--c=l1\nl2" ""`,
    );
  });

  it('names the variables that the definition reads, and where systemd finds them', () => {
    const lines = linesOf({ variables: ['PORT', 'TOKEN'] });
    expect(lines).toContain('# The definition reads PORT, TOKEN.');
    expect(lines).toContain('EnvironmentFile=-%E/nova-launch/hello.env');
    expect(linesOf({}).filter((line) => line.startsWith('EnvironmentFile'))).toEqual([]);
  });

  it('waits for a reload by its type, or lets kill ask for it', () => {
    expect(linesOf({ notifyReload: true })).toContain('Type=notify-reload');
    expect(linesOf({ notifyReload: true }).filter((line) => line.startsWith('ExecReload'))).toEqual([]);
    expect(linesOf({})).toEqual(
      expect.arrayContaining(['Type=notify', 'ExecReload=/bin/sh -c "kill -HUP $MAINPID"']),
    );
  });

  it('has no limit where there is none', () => {
    const lines = linesOf({ timeoutStop: null, watchdog: null });
    expect(lines).toContain('TimeoutStopSec=infinity');
    expect(lines.filter((line) => /^(WatchdogSec|MemoryMax)/.test(line))).toEqual([]);
    expect(linesOf({ memory: 1000 })).toContain('MemoryMax=1000');
  });

  it('lets Node.js compile', () => {
    expect(linesOf({}).filter((line) => line.startsWith('MemoryDenyWriteExecute'))).toEqual([]);
  });

  it("of a user has nothing that needs the machine's rights, and still new privileges for none", () => {
    const lines = linesOf({ ofUser: true });
    expect(lines.filter((line) => /^(User|RuntimeDirectory|Protect|Private|Capability)/.test(line))).toEqual(
      [],
    );
    expect(lines).toEqual(expect.arrayContaining(['NoNewPrivileges=yes', 'WantedBy=default.target']));
  });

  it.each([
    ['/home/ada/hello', 'read-only'],
    ['/root/hello', 'read-only'],
    ['/srv/home', 'yes'],
  ])('in %s may see home directories: %s', (directory, expected) => {
    expect(linesOf({ directory })).toContain(`ProtectHome=${expected}`);
  });
});

describe('what must be more patient than a launcher', () => {
  const services = [
    service('a', { readyTimeout: 10 }),
    service('b', { readyTimeout: 20, after: ['a'], essential: false, gracefulShutdownTimeout: 100 }),
    service('c', { readyTimeout: 25 }),
    service('d', { readyTimeout: 1, after: ['a', 'c'] }),
  ];

  it('a start: the longest chain', () => expect(longestStart(services)).toBe(30));
  it('a stop: the longest drain and the ladder', () => expect(longestStop(services)).toBe(111));
  it('a gap: of essential services', () => expect(longestGap(services)).toBe(25 + 30));
  it('a stop without a bound', () => {
    expect(longestStop([...services, service('e', { gracefulShutdownTimeout: 0 })])).toBe(null);
  });
});
