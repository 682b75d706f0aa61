import { resolve } from 'node:path';
import { LaunchError } from '../../errors.js';

export type DatabaseUrl =
  | {
      readonly kind: 'sqlite' /** Absolute, or `:memory:`. */;
      readonly path: string;
      readonly redacted: string;
    }
  | {
      readonly kind: 'postgresql' /** With the password. */;
      readonly url: string;
      readonly redacted: string;
    };

const FORMS = 'sqlite:PATH, or postgresql://user:password@host/name';

/**
 * `sqlite:PATH`, also as SQLAlchemy writes it: `sqlite:///relative`, `sqlite:////absolute`, `sqlite://` in memory; or
 * `postgresql://user:password@host:port/name`, also `postgres://` and with SQLAlchemy's driver, `postgresql+psycopg2://`.
 * Throws LaunchError NL_DATABASE_URL, which shows no password.
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const url = text.trim();
  const scheme = /^([a-z][a-z0-9.+-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) throw wrong(`The URL of the database names no scheme; expected ${FORMS}.`);
  const [kind] = scheme.split('+');
  if (kind === 'sqlite') return sqlite(url.slice(scheme.length + 1));
  if (kind === 'postgresql' || kind === 'postgres') return postgresql(url.slice(scheme.length));
  throw wrong(`The database has the scheme ${scheme}, which is not known; expected ${FORMS}.`);
}

function sqlite(rest: string): DatabaseUrl {
  const [, path = ''] = /^(?:\/\/(?=$|\/))?(.*)$/s.exec(rest) ?? [];
  // After two slashes, the third ends the name of a host that is not there.
  const name = rest.startsWith('//') ? path.slice(1) : path;
  if (rest !== '' && rest.startsWith('//') && !/^\/\/(\/|$)/.test(rest))
    throw wrong('sqlite: has no host: a path begins with a third slash, as in sqlite:///nova.sqlite.');
  if (name === ':memory:' || (name === '' && rest.startsWith('//')))
    return { kind: 'sqlite', path: ':memory:', redacted: 'sqlite::memory:' };
  if (name === '') throw wrong('The URL of the database names no file, as sqlite:nova.sqlite does.');
  if (name.includes('\0')) throw wrong('The path of the database has a NUL, which no file name has.');
  return { kind: 'sqlite', path: resolve(name), redacted: `sqlite:${resolve(name)}` };
}

function postgresql(rest: string): DatabaseUrl {
  const url = `postgresql${rest}`;
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw wrong(
      'The URL of the database cannot be read; a character like / or @ in a password is written as %2F, %40.',
    );
  }
  if (!url.startsWith('postgresql://')) throw wrong('postgresql: is followed by two slashes and the host.');
  if (parsed.pathname.length < 2)
    throw wrong('The URL of the database names none on the server, as postgresql://host/nova does.');
  if (parsed.password !== '') parsed.password = '***';
  for (const key of [...parsed.searchParams.keys()])
    if (/passw|secret/i.test(key)) parsed.searchParams.set(key, '***');
  return { kind: 'postgresql', url, redacted: parsed.href };
}

const wrong = (message: string) => new LaunchError('NL_DATABASE_URL', message);
