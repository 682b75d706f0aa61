import { describe, expect, it } from 'vitest';
import * as postgresql from '../../../../src/nova/database/engine/postgresql-faults.js';
import { refusalOf } from '../../../../src/nova/database/engine/refusal.js';
import * as sqlite from '../../../../src/nova/database/engine/sqlite-faults.js';
import { violation } from '../../../../src/nova/database/engine/violation.js';

const coded = (code: string, message = '') => Object.assign(new Error(message), { code });

describe('whose fault an error is', () => {
  it.each(['23505', '23502', '22001', '42P01', '42601', '40001', '25P02'])('%s: of the query', (code) => {
    expect(postgresql.isQueryFault(coded(code))).toBe(true);
  });

  it.each([
    '57P01',
    '57P03',
    '57014',
    '08006',
    '53300',
    '53100',
    '28P01',
    '3D000',
    '25006',
    '55P03',
    'XX000',
    'ECONNREFUSED',
    'EPIPE',
  ])('%s: of the server', (code) => {
    expect(postgresql.isQueryFault(coded(code))).toBe(false);
  });

  it.each(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_NOTNULL', 'SQLITE_ERROR'])(
    '%s: of the query',
    (code) => {
      expect(sqlite.isQueryFault(coded(code))).toBe(true);
    },
  );

  it.each([
    'SQLITE_BUSY',
    'SQLITE_FULL',
    'SQLITE_IOERR_WRITE',
    'SQLITE_CORRUPT',
    'SQLITE_READONLY',
    'SQLITE_NOTADB',
  ])('%s: of the file', (code) => {
    expect(sqlite.isQueryFault(coded(code))).toBe(false);
  });

  it('a line that is cut: of the server; what is no value of a column: of the query', () => {
    expect(postgresql.isQueryFault(new Error('Connection terminated unexpectedly'))).toBe(false);
    expect(postgresql.isQueryFault(new TypeError('no'))).toBe(true);
    expect(sqlite.isQueryFault(new TypeError('no'))).toBe(true);
    expect(sqlite.isQueryFault(new Error('Unable to open'))).toBe(false);
  });

  it('is with another transaction that is in the way', () => {
    expect(postgresql.isInTheWay(coded('40P01'))).toBe(true);
    expect(postgresql.isInTheWay(coded('23505'))).toBe(false);
    expect(postgresql.isInTheWay(undefined)).toBe(false);
  });
});

describe('what is done about an error', () => {
  it.each([
    [coded('28P01'), /password/],
    [coded('3D000'), /createdb/],
    [coded('SQLITE_READONLY'), /write to the file/],
    [
      coded('', 'ConnectionFailed("Unable to open connection to local database /nowhere/x: 14")'),
      /Make the directory/,
    ],
  ])('%s: somebody must', (error, remedy) => {
    expect(refusalOf(error)).toMatch(remedy);
  });

  it.each([coded('ECONNREFUSED', 'connect ECONNREFUSED'), coded('57P03'), coded('SQLITE_BUSY'), undefined])(
    '%s: waiting helps',
    (error) => {
      expect(refusalOf(error)).toBeUndefined();
    },
  );

  it('tells what is there already', () => {
    const unique = { code: '23505', constraint: 'uniq_services0host0binary0deleted' };
    expect(violation(unique)).toBe('uniq_services0host0binary0deleted');
    expect(violation(coded('SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: t.u'))).toContain('t.u');
    expect(violation(coded('23502'))).toBeUndefined();
    expect(violation(null)).toBeUndefined();
  });
});
