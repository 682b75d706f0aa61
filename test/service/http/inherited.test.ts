import net from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { duplicate } from '../../../src/system/posix.js';
import { ask, failure, started } from './fixture.js';

/** A socket of systemd in one process: closed by no stop of the service. */

const options = {
  handler: (_request: unknown, response: { end(text: string): void }) => response.end('hello'),
};

let opener: net.Server;

beforeEach(async () => {
  opener = net.createServer().listen(0, '127.0.0.1');
  await new Promise((done) => opener.once('listening', done));
  const fd = await duplicate((opener as unknown as { _handle: { fd: number } })._handle.fd);
  vi.doMock('../../../src/service/http/systemd-sockets.js', () => ({
    inheritedSocket: () => ({ fd, name: 'web', holder: 'process' }),
  }));
  await new Promise((done) => opener.close(done));
});

afterEach(() => {
  vi.doUnmock('../../../src/service/http/systemd-sockets.js');
  vi.doUnmock('../../../src/system/posix.js');
  vi.resetModules();
});

async function stopped({ service }: Awaited<ReturnType<typeof started>>): Promise<void> {
  await service.stop(true);
  await service.wait();
}

it.runIf(process.platform === 'linux')(
  'is listened on again after a stop, and keeps what came meanwhile',
  async () => {
    const it = await started(options, { systemd: 'web' });
    const { port } = it.service.address!;
    expect(it.service.address).toEqual({
      url: `http://127.0.0.1:${port}`,
      host: '127.0.0.1',
      port,
      systemd: 'web',
    });
    for (let round = 0; round < 2; round++) {
      await stopped(it);
      const early = fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
      await it.service.start();
      expect(await (await early).text()).toBe('hello');
    }
  },
);

it.runIf(process.platform === 'linux')(
  'is lost with a stop where koffi is not there, and that is told',
  async () => {
    vi.doMock('../../../src/system/posix.js', () => ({ duplicate: async () => undefined }));
    const it = await started(options, { systemd: 'web' });
    expect((await ask(it.service)).text).toBe('hello');
    await stopped(it);
    expect(await failure(it.service.start())).toMatchObject({
      code: 'NL_ADDRESS',
      message:
        'Cannot listen on the socket web of systemd: it was closed when the service stopped, as koffi cannot be loaded.',
    });
  },
);
