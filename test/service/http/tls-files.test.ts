import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TlsSettings } from '../../../src/service/http/settings.js';
import { readTlsFiles } from '../../../src/service/http/tls-files.js';
import { FIRST, failure, SECOND, tlsFile } from './fixture.js';

const directory = mkdtempSync(join(tmpdir(), 'nova-tls-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function written(name: string, text: string | Buffer): string {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

const garbage = written('garbage.pem', 'nothing of PEM');
const broken = written('broken.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
const encrypted = written(
  'encrypted.pem',
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey,
);

const within = new Date('2050-01-01');
const wrong = (tls: Partial<TlsSettings>) => failure(readTlsFiles({ ...SECOND, ...tls }, within));

describe('files of TLS', () => {
  it('give what a server needs, and tell whose they are, and until when', async () => {
    const { context, certificate, warnings } = await readTlsFiles(
      { ...SECOND, caFile: tlsFile('ca.pem'), minVersion: 'TLSv1.3' },
      within,
    );
    expect(context).toEqual({
      cert: readFileSync(SECOND.certFile, 'utf8'),
      key: readFileSync(SECOND.keyFile, 'utf8'),
      ca: readFileSync(tlsFile('ca.pem'), 'utf8'),
      minVersion: 'TLSv1.3',
    });
    expect(certificate).toEqual({
      file: SECOND.certFile,
      subject: 'CN=second.test',
      validFrom: new Date('2020-01-01'),
      validTo: new Date('2120-01-01'),
    });
    expect(warnings).toEqual([]);
  });

  it.each([
    [{ certFile: '/none/cert.pem' }, 'the certificate /none/cert.pem cannot be read: ENOENT'],
    [{ keyFile: '/none/key.pem' }, 'the private key /none/key.pem cannot be read: ENOENT'],
    [{ caFile: '/none/ca.pem' }, 'the CA certificate /none/ca.pem cannot be read: ENOENT'],
    [{ certFile: garbage }, `${garbage} has no certificate in PEM`],
    [{ certFile: broken }, `certificate 1 in ${broken} cannot be read`],
    [{ caFile: garbage }, `${garbage} has no certificate in PEM`],
    [{ keyFile: garbage }, `${garbage} has no private key in PEM that can be read`],
    [{ keyFile: encrypted }, `the private key in ${encrypted} is encrypted`],
    [
      { keyFile: FIRST.keyFile },
      `the private key in ${FIRST.keyFile} is not that of the certificate in ${SECOND.certFile}`,
    ],
    [{ ciphers: 'NONE-SUCH' }, 'OpenSSL knows none of the ciphers "NONE-SUCH"'],
  ])('%j are refused, by name', async (tls, message) => {
    const error = await wrong(tls);
    expect(error).toMatchObject({ code: 'NL_TLS', message: expect.stringContaining(`TLS: ${message}`) });
    expect(error.remedy).not.toBe('');
  });

  it('that have expired or are not valid yet are served, with a warning', async () => {
    const dates = 'valid from 2020-01-01T00:00:00.000Z to 2120-01-01T00:00:00.000Z';
    const at = async (date: string) => (await readTlsFiles(SECOND, new Date(date))).warnings;
    expect(await at('2130-01-01')).toEqual([
      `The certificate of CN=second.test in ${SECOND.certFile} has expired: ${dates}.`,
    ]);
    expect(await at('2010-01-01')).toEqual([
      `The certificate of CN=second.test in ${SECOND.certFile} is not valid yet: ${dates}.`,
    ]);
  });
});
