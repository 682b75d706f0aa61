import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, ask, FIRST, failure, made, SECOND, started, tlsFile } from './fixture.js';

const options = {
  handler: (_request: unknown, response: { end(text: string): void }) => response.end('hello'),
};
const client = {
  cert: readFileSync(tlsFile('client-cert.pem')),
  key: readFileSync(tlsFile('client-key.pem')),
};
const caFile = tlsFile('ca.pem');

const subject = ({ socket }: Answer) => (socket as TLSSocket).getPeerCertificate().subject.CN;

/** Files that can be replaced, with the first pair in them. */
function files() {
  const directory = mkdtempSync(join(tmpdir(), 'nova-tls-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const tls = { certFile: join(directory, 'cert.pem'), keyFile: join(directory, 'key.pem') };
  const put = (pair: Partial<typeof tls>) => {
    if (pair.certFile) copyFileSync(pair.certFile, tls.certFile);
    if (pair.keyFile) copyFileSync(pair.keyFile, tls.keyFile);
  };
  put(FIRST);
  return { tls, put };
}

describe('certificates', () => {
  it('that are wrong refuse the start, before anything listens', async () => {
    const { service } = made(options, { tls: { ...FIRST, keyFile: SECOND.keyFile } });
    expect(await failure(service.start())).toMatchObject({
      code: 'NL_TLS',
      remedy: expect.stringContaining('Write both files before the reload'),
    });
    expect(service.address).toBeUndefined();
  });

  it('are told by the log and the report', async () => {
    const { service, lines } = await started(options, { tls: SECOND });
    const certificate = expect.objectContaining({
      subject: 'CN=second.test',
      validTo: new Date('2120-01-01'),
    });
    expect(lines[0]).toMatchObject({ level: 'info', fields: { certificate } });
    expect(service.describe()).toMatchObject({ certificate });
  });

  it('that were replaced are taken up by reset(); connections that are open live on', async () => {
    const { tls, put } = files();
    const { service, lines } = await started(options, { tls });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = await ask(service, '/', { agent });
    expect(subject(before)).toBe('localhost');
    put(SECOND);
    await service.reset();
    expect(subject(await ask(service))).toBe('second.test');
    const after = await ask(service, '/', { agent });
    expect([after.socket === before.socket, after.text]).toEqual([true, 'hello']);
    expect(lines.at(-1)!.sentence).not.toBe('');
    expect(lines.map(({ sentence }) => sentence)).toContain('Read the certificate again: CN=second.test.');
    expect(service.describe()).toMatchObject({ certificate: { subject: 'CN=second.test' } });
    agent.destroy();
  });

  it('are not resumed by a session of the ones before', async () => {
    const { tls, put } = files();
    const { service } = await started(options, { tls: { ...tls, maxVersion: 'TLSv1.2' } });
    const agent = new Agent({ keepAlive: false });
    for (let round = 0; round < 2; round++) await ask(service, '/', { agent });
    const resumed = await ask(service, '/', { agent });
    expect((resumed.socket as TLSSocket).isSessionReused()).toBe(true);
    put(SECOND);
    await service.reset();
    const fresh = await ask(service, '/', { agent });
    expect([(fresh.socket as TLSSocket).isSessionReused(), subject(fresh)]).toEqual([false, 'second.test']);
    agent.destroy();
  });

  it.each(['half', 'gone'])(
    'of which one is %s are refused by reset(), and the old ones serve on',
    async (how) => {
      const { tls, put } = files();
      const { service } = await started(options, { tls });
      if (how === 'half') put({ certFile: SECOND.certFile });
      else rmSync(tls.keyFile);
      expect((await failure(service.reset())).code).toBe('NL_TLS');
      expect(subject(await ask(service))).toBe('localhost');
      expect(service.describe()).toMatchObject({ certificate: { subject: 'CN=localhost' } });
      put(SECOND);
      await service.reset();
      expect(subject(await ask(service))).toBe('second.test');
    },
  );

  it('are read from other files when the config names others', async () => {
    const { service, config } = await started(options, { tls: FIRST });
    config.http = { host: '127.0.0.1', tls: SECOND };
    await service.reset();
    expect(subject(await ask(service))).toBe('second.test');
  });

  it('cannot come or go while the service listens', async () => {
    const { service, config, lines } = await started(options, { tls: FIRST });
    config.http = { host: '127.0.0.1' };
    await service.reset();
    expect(subject(await ask(service))).toBe('localhost');
    expect(
      lines.find(({ level, sentence }) => level === 'warn' && /settings/.test(sentence))!.fields,
    ).toEqual({
      settings: ['tls'],
    });
  });
});

describe('certificates of clients', () => {
  const authorized = {
    handler: (request: { socket: unknown }, response: { end(text: string): void }) =>
      response.end(`${(request.socket as TLSSocket).authorized}`),
  };

  it('are required as soon as there is a caFile', async () => {
    const { service } = await started(authorized, { tls: { ...FIRST, caFile } });
    expect((await ask(service, '/', client)).text).toBe('true');
    expect((await failure(ask(service))).code).toMatch(/ECONNRESET|ERR_SSL|EPIPE/);
    const foreign = { cert: readFileSync(SECOND.certFile), key: readFileSync(SECOND.keyFile) };
    expect((await failure(ask(service, '/', foreign))).code).toMatch(/ECONNRESET|ERR_SSL|EPIPE/);
  });

  it('may be asked for without being required', async () => {
    const tls = { ...FIRST, caFile, clientCertificates: 'request' };
    const { service } = await started(authorized, { tls });
    expect([(await ask(service, '/', client)).text, (await ask(service)).text]).toEqual(['true', 'false']);
  });

  it('are not asked for with none', async () => {
    const { service } = await started(authorized, { tls: { ...FIRST, caFile, clientCertificates: 'none' } });
    expect((await ask(service, '/', client)).text).toBe('false');
  });

  it('are asked for as before after a reset() that wants it otherwise, with a warning', async () => {
    const { service, config, lines } = await started(authorized, { tls: { ...FIRST, caFile } });
    config.http = { host: '127.0.0.1', tls: { ...SECOND, caFile, clientCertificates: 'none' } };
    await service.reset();
    expect(subject(await ask(service, '/', client))).toBe('second.test');
    await failure(ask(service));
    const kept = { settings: ['tls.clientCertificates'] };
    expect(lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields)).toContainEqual(kept);
  });
});
