import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addressError } from '../../../src/service/http/address.js';
import { ask, failure, made, started, taken } from './fixture.js';

const options = {
  handler: (_request: unknown, response: { end(text: string): void }) => response.end('hello'),
};

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'nova-http-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A socket file that nobody listens on, as a killed process leaves it. */
async function stale(path: string): Promise<void> {
  const server = net.createServer().listen(`${path}.live`);
  await new Promise((done) => server.once('listening', done));
  renameSync(`${path}.live`, path);
  await new Promise((done) => server.close(done));
  const anHourAgo = Date.now() / 1000 - 3600;
  utimesSync(path, anHourAgo, anHourAgo);
}

describe('a port', () => {
  it('0 is any free one, which is logged and told', async () => {
    const { service, lines, port } = await started(options);
    expect(port()).toBeGreaterThan(0);
    const url = `http://127.0.0.1:${port()}`;
    expect(service.address).toEqual({ url, host: '127.0.0.1', port: port() });
    expect(lines).toEqual([{ level: 'info', fields: { address: url }, sentence: `Listens on ${url}.` }]);
    expect((await fetch(url)).status).toBe(200);
  });

  it('that somebody has is refused with NL_ADDRESS', async () => {
    const port = await taken();
    const error = await failure(made(options, { port }).service.start());
    expect(error).toMatchObject({
      code: 'NL_ADDRESS',
      message: `Cannot listen on 127.0.0.1:${port}: another process listens there (EADDRINUSE).`,
      remedy: 'Free the address, or listen on another; port 0 is any free port.',
      cause: { code: 'EADDRINUSE' },
    });
  });

  it('of an address that this machine does not have is refused, and the service can start elsewhere', async () => {
    const { service, config } = made(options, { host: '192.0.2.1' });
    expect(await failure(service.start())).toMatchObject({
      code: 'NL_ADDRESS',
      message: 'Cannot listen on 192.0.2.1:0: this machine has no such address (EADDRNOTAVAIL).',
    });
    expect(service.address).toBeUndefined();
    config.http = { host: '127.0.0.1' };
    await service.start();
    expect((await ask(service)).text).toBe('hello');
  });

  it('of a name that is not known is refused', async () => {
    const error = await failure(made(options, { host: 'no-such-host.invalid' }).service.start());
    expect(error.code).toBe('NL_ADDRESS');
    expect(error.message).toMatch(
      /^Cannot listen on no-such-host\.invalid:0: .*\((ENOTFOUND|EAI_AGAIN)\)\.$/,
    );
  });

  it('on :: takes IPv4, too, unless ipv6Only', async () => {
    const both = await started(options, { host: '::' });
    expect(both.service.address!.url).toBe(`http://[::]:${both.port()}`);
    for (const host of ['127.0.0.1', '::1'])
      expect((await ask(both.service, '/', { host })).text).toBe('hello');
    const six = await started(options, { host: '::', ipv6Only: true });
    expect((await ask(six.service, '/', { host: '::1' })).text).toBe('hello');
    expect((await failure(ask(six.service, '/', { host: '127.0.0.1' }))).code).toBe('ECONNREFUSED');
  });

  it('is free when the service has stopped, and listened on again after a restart in place', async () => {
    const { service, port } = await started(options, {});
    const first = port();
    await service.stop(true);
    await service.wait();
    expect(service.address).toBeUndefined();
    const { service: other } = await started(options, { port: first });
    await other.stop(false);
    await service.start();
    expect((await ask(service)).text).toBe('hello');
  });
});

describe('a unix socket', () => {
  it('has the mode that is wanted, and its file goes with the service', async () => {
    const socketFile = join(directory(), 'web.sock');
    const { service } = await started(options, { socketFile, socketMode: '0660' });
    expect(statSync(socketFile).mode & 0o777).toBe(0o660);
    expect(service.address).toEqual({ url: `unix:${socketFile}`, socketFile });
    expect((await ask(service)).text).toBe('hello');
    await service.stop(true);
    await service.wait();
    expect(existsSync(socketFile)).toBe(false);
  });

  it('that nobody listens on is replaced', async () => {
    const socketFile = join(directory(), 'web.sock');
    await stale(socketFile);
    expect((await failure(new Promise((_, no) => net.connect(socketFile).on('error', no)))).code).toBe(
      'ECONNREFUSED',
    );
    const { service } = await started(options, { socketFile });
    expect((await ask(service)).text).toBe('hello');
    expect(existsSync(`${socketFile}.${process.pid}`)).toBe(false);
  });

  it('that nobody listens on is replaced by one of those that come together', async () => {
    const socketFile = join(directory(), 'web.sock');
    await stale(socketFile);
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => made(options, { socketFile }).service.start()),
    );
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason.message] : []));
    expect(refused).toHaveLength(7);
    expect(new Set(refused)).toEqual(
      new Set([
        `Cannot listen on the unix socket ${socketFile}: another process listens there (EADDRINUSE).`,
      ]),
    );
    expect(readdirSync(dirname(socketFile))).toEqual(['web.sock']);
  });

  it('that somebody listens on is refused, and left', async () => {
    const socketFile = join(directory(), 'web.sock');
    const { service } = await started(options, { socketFile });
    const error = await failure(made(options, { socketFile }).service.start());
    expect(error).toMatchObject({
      code: 'NL_ADDRESS',
      message: `Cannot listen on the unix socket ${socketFile}: another process listens there (EADDRINUSE).`,
      remedy: 'Stop that process, or choose another path.',
    });
    expect((await ask(service)).text).toBe('hello');
  });

  it('whose path is another file is refused, and that left', async () => {
    const socketFile = join(directory(), 'web.sock');
    writeFileSync(socketFile, 'precious');
    const error = await failure(made(options, { socketFile }).service.start());
    expect(error.message).toBe(`Cannot listen on ${socketFile}: there is a file that is no socket.`);
    expect(readFileSync(socketFile, 'utf8')).toBe('precious');
  });

  it('in a directory that is not there is refused with that reason', async () => {
    const socketFile = join(directory(), 'none/web.sock');
    const error = await failure(made(options, { socketFile }).service.start());
    expect(error).toMatchObject({
      code: 'NL_ADDRESS',
      message: `Cannot listen on the unix socket ${socketFile}: its directory is not there (EACCES).`,
    });
  });
});

describe('the reason why an address cannot be had', () => {
  const of = (code: string, where: object, what?: string) => {
    const all = { host: '0.0.0.0', port: 80, systemd: false as const, ...where };
    const { message, remedy } = addressError(Object.assign(new Error(`bind ${code}`), { code }), all, what);
    return [message, remedy];
  };

  it.each([
    ['EACCES', {}, 'Cannot listen on 0.0.0.0:80: this user may not (EACCES).', /CAP_NET_BIND_SERVICE/],
    [
      'EACCES',
      { socketFile: '/a' },
      'Cannot listen on the unix socket /a: this user may not (EACCES).',
      /directory/,
    ],
    ['EAFNOSUPPORT', { host: '::1' }, /^Cannot listen on \[::1\]:80: this machine does not have/, /IPv4/],
    ['EBADF', { systemd: 'web' }, 'Cannot listen on the socket web of systemd: bind EBADF (EBADF).', /Free/],
  ])('%s, %j', (code, where, message, remedy) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(of(code, where)).toEqual([expected, expect.stringMatching(remedy)]);
  });
});
