import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask, FIRST, failure, made, started, tlsFile } from './fixture.js';

/** The scenarios of oslo.service's test_sslutils.py, by their number. */

const hello = {
  handler: (_request: unknown, response: { end(text: string): void }) => response.end('hello'),
};
const caFile = tlsFile('ca.pem');
const client = {
  cert: readFileSync(tlsFile('client-cert.pem')),
  key: readFileSync(tlsFile('client-key.pem')),
};

/** A connection whose handshake is done. */
async function connected(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

it('SSL1 TLS is on with all files', async () => {
  const { service } = await started(hello, { tls: { ...FIRST, caFile } });
  expect((await ask(service, '/', client)).text).toBe('hello');
});

it.each([
  ['SSL2', 'certFile', 'certificate'],
  ['SSL3', 'keyFile', 'private key'],
  ['SSL4', 'caFile', 'CA certificate'],
])('%s without its %s it does not start', async (_number, key, what) => {
  const file = '/no/such/file.pem';
  const { service } = made(hello, { tls: { ...FIRST, caFile, [key]: file } });
  expect(await failure(service.start())).toMatchObject({
    code: 'NL_TLS',
    message: expect.stringContaining(`the ${what} ${file} cannot be read`),
  });
});

describe('a connection', () => {
  it('SSL5 has the default protocol, and its client no certificate', async () => {
    const { port } = await started(hello, { tls: FIRST });
    expect((await connected(port())).getProtocol()).toBe('TLSv1.3');
  });

  it('SSL6 needs a certificate with a caFile', async () => {
    const { service } = await started(hello, { tls: { ...FIRST, caFile } });
    expect((await failure(ask(service))).code).toMatch(/ECONNRESET|ERR_SSL|EPIPE/);
  });

  it('SSL7 has one of the ciphers that are set', async () => {
    const ciphers = 'ECDHE-ECDSA-AES256-GCM-SHA384';
    const { port } = await started(hello, { tls: { ...FIRST, ciphers, maxVersion: 'TLSv1.2' } });
    expect((await connected(port())).getCipher().name).toBe(ciphers);
    const other = { ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' };
    expect((await failure(connected(port(), other))).code).toMatch(/^ERR_SSL|ECONNRESET/);
  });

  it('SSL8 has the version that is set', async () => {
    const { port } = await started(hello, {
      tls: { ...FIRST, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' },
    });
    expect((await connected(port())).getProtocol()).toBe('TLSv1.2');
    expect((await failure(connected(port(), { minVersion: 'TLSv1.3' }))).code).toMatch(/^ERR_SSL|ECONNRESET/);
  });
});
