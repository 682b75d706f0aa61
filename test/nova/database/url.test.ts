import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDatabaseUrl } from '../../../src/nova/database/url.js';

describe('a URL of a database', () => {
  it.each([
    ['sqlite:nova.sqlite', resolve('nova.sqlite')],
    ['sqlite:/var/lib/nova.sqlite', '/var/lib/nova.sqlite'],
    ['sqlite:///nova.sqlite', resolve('nova.sqlite')],
    ['sqlite:////var/lib/nova.sqlite', '/var/lib/nova.sqlite'],
    ['sqlite+pysqlite:////var/lib/nova.sqlite', '/var/lib/nova.sqlite'],
    ['sqlite::memory:', ':memory:'],
    ['sqlite://', ':memory:'],
    ['sqlite:///:memory:', ':memory:'],
    [' sqlite:a b%20c ', resolve('a b%20c')],
  ])('%s is a file of SQLite', (url, path) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ kind: 'sqlite', path });
  });

  it.each([
    ['postgresql://nova:secret@db/nova', 'postgresql://nova:***@db/nova'],
    ['postgres://nova:secret@db:5433/nova', 'postgresql://nova:***@db:5433/nova'],
    [
      'postgresql+psycopg2://nova:secret@db/nova?sslmode=require',
      'postgresql://nova:***@db/nova?sslmode=require',
    ],
    ['postgresql://nova@%2Frun%2Fpg/nova?password=secret', 'postgresql://nova@%2Frun%2Fpg/nova?password=***'],
  ])('%s is one of PostgreSQL, whose password is not shown', (url, redacted) => {
    const withPassword = expect.stringMatching(/^postgresql:\/\/nova.*secret/);
    expect(parseDatabaseUrl(url)).toEqual({ kind: 'postgresql', redacted, url: withPassword });
  });

  it.each([
    ['nova.sqlite', /no scheme/],
    ['', /no scheme/],
    ['mysql://nova:secret@db/nova', /scheme mysql/],
    ['sqlite:', /no file/],
    ['sqlite://host/nova', /no host/],
    ['sqlite:a\0b', /NUL/],
    ['postgresql:nova', /two slashes/],
    ['postgresql://db', /names none/],
    ['postgresql://nova:sec/ret@db/nova', /cannot be read/],
  ])('%j is refused, with a remedy', (url, message) => {
    const refused = () => parseDatabaseUrl(url);
    expect(refused).toThrow(message);
    expect(refused).toThrow(expect.objectContaining({ code: 'NL_DATABASE_URL', exitCode: 78 }));
    expect(refused).not.toThrow(/sec/);
  });
});
