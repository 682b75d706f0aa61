import { describe, expect, it } from 'vitest';
import { Service } from '../../src/service/service.js';
import { type TestServiceOptions, testService } from '../../src/testing/index.js';

class Talker extends Service {
  override start(): void {
    this.log.trace('a whisper');
    this.log.info({ port: 8080 }, 'Listens on %d.', 8080);
    this.log.child({ part: 'db' }).warn(`slow`);
    this.log.error({ err: new TypeError('boom') }, 'It failed.');
  }
}

const talking = (options?: TestServiceOptions) => testService(Talker, { name: 'talker', ...options });

describe('the log', () => {
  it('has each line with its level, its sentence and what it carries', async () => {
    const { log, stop } = await talking();
    expect(log.lines.map(({ level, msg }) => [level, msg])).toEqual([
      ['trace', 'a whisper'],
      ['info', 'Listens on 8080.'],
      ['warn', 'slow'],
      ['error', 'It failed.'],
    ]);
    const common = { service: 'talker', worker: 0, generation: 1 };
    expect(log.lines[1]!.fields).toEqual({ ...common, port: 8080 });
    expect(log.lines[2]!.fields).toEqual({ ...common, part: 'db' });
    expect(log.lines[3]!.fields.err).toMatchObject({ type: 'TypeError', message: 'boom' });
    expect(stop).toBeTypeOf('function');
  });

  it('is asked for sentences, and for a line', async () => {
    const { log } = await talking();
    expect(log.messages('warn')).toEqual(['slow']);
    expect(log.messages()).toHaveLength(4);
    expect(log.find('Listens')).toBe(log.lines[1]);
    expect(log.find(/^It/)).toBe(log.lines[3]);
    expect(log.find('nothing of it')).toBeUndefined();
    log.clear();
    expect(log.lines).toEqual([]);
  });

  it('is waited for: a line that is there, or the next to come', async () => {
    const { log, service, clock } = await talking();
    expect(await log.line(/whisper/)).toBe(log.lines[0]);
    service.tg.addTimer(60, () => service.log.info(`tick at ${clock.now()}`), { initialDelay: 60 });
    expect(await clock.runUntil(log.line('tick'))).toMatchObject({ level: 'info', msg: 'tick at 60' });
  });

  it('keeps what its level lets through', async () => {
    const { log, context } = await talking({ logLevel: 'warn' });
    expect(log.messages()).toEqual(['slow', 'It failed.']);
    expect(context.log.isLevelEnabled('info')).toBe(false);
    expect((await talking({ logLevel: 'silent' })).log.lines).toEqual([]);
  });
});
