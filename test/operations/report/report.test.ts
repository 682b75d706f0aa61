import { afterEach, describe, expect, it } from 'vitest';
import type { ReportSubject } from '../../../src/operations/report/index.js';
import { makeReport } from '../../../src/operations/report/report.js';
import { registerSection } from '../../../src/service/report-sections.js';

const WORKER: ReportSubject = {
  role: 'worker',
  program: 'nova-launch',
  version: '1.2.3',
  services: [{ name: 'web', worker: 3, generation: 2, module: '/srv/web.js', state: 'ready' }],
};

const removers: (() => void)[] = [];

afterEach(() => {
  for (const remove of removers.splice(0)) remove();
});

const titles = (report: string) => [...report.matchAll(/^==== (.*) ====$/gm)].map(([, title]) => title);

/** What stands in a section. */
function sectionOf(report: string, title: string): string {
  return report.split(`==== ${title} ====\n\n`)[1]?.split(/\n\n====/)[0] ?? '';
}

describe('makeReport', () => {
  it('has its sections in order, those that were registered after our own', async () => {
    removers.push(registerSection('Cache', () => ({ entries: 7 })));
    const report = await makeReport({ ...WORKER, sections: { Slots: ['a'] }, askWorkers: async () => [] });
    expect(titles(report)).toEqual([
      'Package',
      'Services',
      'Threads',
      'Periodic tasks',
      'HTTP servers',
      'JavaScript',
      'Processes',
      'Memory',
      'Event loop',
      'Configuration',
      'Slots',
      'Cache',
      'Workers',
    ]);
    expect(sectionOf(report, 'Cache')).toBe('entries: 7');
    expect(report).toMatch(
      new RegExp(
        `^=+\nGuru Meditation of the worker nova-launch, pid ${process.pid}, 2.*Z\n=+\n\n==== Package`,
      ),
    );
  });

  it('has no section of services and their configuration where there are none', async () => {
    const report = await makeReport({ ...WORKER, services: [] });
    expect(titles(report)).not.toEqual(expect.arrayContaining(['Services']));
    expect(titles(report)).not.toEqual(expect.arrayContaining(['Configuration']));
  });

  it('says which program runs on what', async () => {
    const text = sectionOf(await makeReport(WORKER), 'Package');
    expect(text).toMatch(/^Version +1\.2\.3$/m);
    expect(text).toContain(`${process.versions.node} (V8 ${process.versions.v8}`);
    expect(text).toMatch(new RegExp(`^Process +${process.pid}, child of ${process.ppid}, `, 'm'));
  });

  it('tells of the services and of their health', async () => {
    const health = { status: 'degraded', reason: 'no cache' };
    const report = await makeReport({ ...WORKER, services: [{ ...WORKER.services[0]!, health }] });
    expect(sectionOf(report, 'Services')).toBe(
      'web  worker 3  generation 2  ready  /srv/web.js  health: status: degraded, reason: no cache',
    );
  });

  it('never contains the environment', async () => {
    process.env.NOVA_LAUNCH_TEST_CANARY = 'a-value-of-the-environment';
    try {
      const report = await makeReport({ ...WORKER, askWorkers: async () => [] });
      expect(report).not.toContain('NOVA_LAUNCH_TEST_CANARY');
      expect(report).not.toContain('a-value-of-the-environment');
    } finally {
      delete process.env.NOVA_LAUNCH_TEST_CANARY;
    }
  });

  it('masks what is named like a secret, and all that the mask knows, wherever it stands', async () => {
    removers.push(registerSection('Queue', () => 'the token of the queue is tok-123'));
    const config = () => ({ db: { url: 'mysql://u:hunter2@db/x', password: 'hunter2' }, host: 'tok-123' });
    const report = await makeReport({
      ...WORKER,
      services: [{ ...WORKER.services[0]!, config }],
      mask: (text) => text.replaceAll('tok-123', '***'),
    });
    expect(report).not.toMatch(/hunter2|tok-123/);
    expect(sectionOf(report, 'Configuration')).toBe(
      'web\n  db:\n    url: mysql://u:***@db/x\n    password: ***\n  host: ***',
    );
  });

  it('is not shown where it cannot be masked', async () => {
    const mask = () => {
      throw new Error('no mask');
    };
    const config = () => ({ note: 'tok-123' });
    const report = await makeReport({ ...WORKER, services: [{ name: 'web', config }], mask });
    expect(report).toBe('The report is not shown, as its secrets could not be masked: Error: no mask\n');
  });

  it('has every section, also where some of them fail', async () => {
    const fails = () => {
      throw new Error('broken');
    };
    removers.push(
      registerSection('Cache', fails),
      registerSection('Queue', () => 'fine'),
    );
    const report = await makeReport({
      ...WORKER,
      services: [
        { name: 'web', config: fails },
        { name: 'other', config: () => ({ a: 1 }) },
      ],
      askWorkers: fails,
    });
    for (const title of ['Cache', 'Workers']) {
      expect(sectionOf(report, title)).toMatch(/^\(It failed: Error: broken\n/);
    }
    expect(sectionOf(report, 'Configuration')).toBe('web\n  (It failed: Error: broken)\n\nother\n  a: 1');
    expect(sectionOf(report, 'Queue')).toBe('fine');
  });

  it('has the reports of the workers, and says of those that do not answer what they do', async () => {
    const askWorkers = async () => [
      { name: 'web#0', pid: 12, report: '==== Package ====\n\nwell\n' },
      { name: 'web#1', pid: 13, report: { blocked: 'at spin (/srv/web.js:1:1)\n' } },
    ];
    const text = (await makeReport({ ...WORKER, role: 'supervisor', askWorkers })).split(
      '==== Workers ====\n\n',
    )[1];
    expect(text).toBe(
      'Worker web#0, pid 12\n\n    ==== Package ====\n\n    well\n\n' +
        'Worker web#1, pid 13: it does not answer\n\n    at spin (/srv/web.js:1:1)\n',
    );
  });
});
