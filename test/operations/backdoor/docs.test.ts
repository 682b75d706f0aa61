import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ServiceContext } from '../../../src/service/index.js';
import { Service } from '../../../src/service/index.js';
import { VirtualClock } from '../../service/virtual-clock.js';
import { Client, opened } from './fixture.js';

const document = readFileSync(join(import.meta.dirname, '../../../docs/backdoor.md'), 'utf8');

/** The service of the page. */
class Hello extends Service<{ interval: number }> {
  greeted = 0;

  override start(): void {
    const greet = () => {
      this.greeted += 1;
    };
    this.tg.addTimer(this.config.interval, greet);
  }
}

it('the session in docs/backdoor.md is what one sees', async () => {
  const [, session = ''] = /^\$ rlwrap [^\n]*\n([\s\S]*?)^```/m.exec(document) ?? [];
  const config = { interval: 5 };
  const clock = new VirtualClock();
  const service = new Hello({ name: 'hello', worker: 0, config, clock } as unknown as ServiceContext<
    typeof config
  >);
  service.start();
  onTestFinished(() => service.tg.stop());
  await clock.advance(0);
  const values = { service, tg: service.tg, config };
  const { backdoor } = await opened(0, { service: 'hello', values });

  const somebody = new Client(backdoor);
  let seen = await somebody.read('hello[0]> ');
  for (const [, line = ''] of session.matchAll(/^hello\[0\]> (.*)$/gm)) {
    seen += `hello[0]> ${line}\n`;
    somebody.socket.write(`${line}\n`);
    if (line !== '.exit') seen += await somebody.read('hello[0]> ');
  }
  expect(await somebody.ended()).toBe('');
  const normal = (text: string) => text.replace(/pid \d+/, 'pid N').replace(/REPL\d+/g, 'REPL');
  expect(normal(seen)).toBe(normal(session));
});
