import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import { LaunchError } from '../../errors.js';
import { reason } from '../log.js';
import type { TlsSettings } from './settings.js';

/** What a certificate tells of itself. */
export interface Certificate {
  readonly file: string;
  readonly subject: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

export interface TlsFiles {
  readonly context: SecureContextOptions;
  readonly certificate: Certificate;
  /** Sentences about dates: it is served all the same, as a clock may be wrong. */
  readonly warnings: readonly string[];
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * Reads and checks the files of TLS. Throws LaunchError NL_TLS, naming the file: one that cannot be read, is no PEM, a key
 * that is not that of the certificate, ciphers that OpenSSL does not know. oslo_service.sslutils.
 */
export async function readTlsFiles(tls: TlsSettings, now = new Date()): Promise<TlsFiles> {
  const { certFile, keyFile, caFile, ciphers, minVersion, maxVersion } = tls;
  const [cert, key, ca] = await Promise.all([
    read(certFile, 'certificate'),
    read(keyFile, 'private key'),
    caFile === undefined ? undefined : read(caFile, 'CA certificate'),
  ]);
  const own = certificates(cert, certFile)[0]!;
  if (!own.checkPrivateKey(privateKey(key, keyFile))) {
    throw wrong(`the private key in ${keyFile} is not that of the certificate in ${certFile}`, KEY_REMEDY);
  }
  const authorities = ca === undefined ? [] : certificates(ca, caFile!);
  const context = {
    cert,
    key,
    ...(ca !== undefined && { ca }),
    ...(ciphers && { ciphers }),
    ...(minVersion && { minVersion }),
    ...(maxVersion && { maxVersion }),
  };
  await tryOut(context, tls);
  const warnings = [
    ...dateWarnings(own, certFile, now),
    ...authorities.flatMap((authority) => dateWarnings(authority, caFile!, now)),
  ];
  return { context, certificate: described(own, certFile), warnings };
}

const KEY_REMEDY =
  'Write both files before the reload: the new certificate and its key. What served with the old ones goes on.';

const wrong = (what: string, remedy?: string, cause?: unknown) =>
  new LaunchError('NL_TLS', `TLS: ${what}.`, { cause, ...(remedy && { remedy }) });

async function read(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw wrong(`the ${what} ${file} cannot be read: ${reason(error)}`, undefined, error);
  }
}

function certificates(pem: string, file: string): X509Certificate[] {
  const blocks = pem.match(PEM_CERTIFICATE) ?? [];
  if (blocks.length === 0) throw wrong(`${file} has no certificate in PEM (-----BEGIN CERTIFICATE-----)`);
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw wrong(`certificate ${index + 1} in ${file} cannot be read: ${reason(error)}`, undefined, error);
    }
  });
}

function privateKey(pem: string, file: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const encrypted = code === 'ERR_MISSING_PASSPHRASE' || /ENCRYPTED/.test(pem);
    const what = encrypted
      ? `the private key in ${file} is encrypted, and there is nobody to ask for its passphrase`
      : `${file} has no private key in PEM that can be read: ${reason(error)}`;
    throw wrong(what, encrypted ? 'Decrypt it: openssl pkey -in FILE -out FILE.' : undefined, error);
  }
}

/** OpenSSL has the last word, on the ciphers above all. */
async function tryOut(context: SecureContextOptions, { ciphers, certFile }: TlsSettings): Promise<void> {
  const { createSecureContext } = await import('node:tls');
  try {
    createSecureContext(context);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (ciphers && /CIPHER/.test(code)) {
      const remedy = 'Correct tls.ciphers; openssl ciphers -v lists what there is.';
      throw wrong(`OpenSSL knows none of the ciphers ${JSON.stringify(ciphers)}`, remedy, error);
    }
    throw wrong(`OpenSSL does not take ${certFile}: ${reason(error)}`, undefined, error);
  }
}

function dateWarnings(certificate: X509Certificate, file: string, now: Date): string[] {
  const { subject, validFrom, validTo } = described(certificate, file);
  const dates = `valid from ${validFrom.toISOString()} to ${validTo.toISOString()}`;
  if (now > validTo) return [`The certificate of ${subject} in ${file} has expired: ${dates}.`];
  if (now < validFrom) return [`The certificate of ${subject} in ${file} is not valid yet: ${dates}.`];
  return [];
}

function described(certificate: X509Certificate, file: string): Certificate {
  return {
    file,
    subject: certificate.subject?.replaceAll('\n', ', ') ?? '',
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
  };
}
