import { describe, expect, it } from 'vitest';
import { patiently } from '../../../src/nova/compute/patiently.js';
import { DatabaseUnavailable } from '../../../src/nova/database/index.js';
import { capturedLog } from './captured.js';

const away = () => Promise.reject(new DatabaseUnavailable('The database does not answer.'));

describe('patiently', () => {
  it('tries again while the database is away, and says so once', async () => {
    const { log, lines } = capturedLog();
    let tries = 0;
    const act = () => (++tries < 3 ? away() : Promise.resolve('written'));
    const result = await patiently({ cut: new AbortController().signal, log }, act);
    expect({ result, tries, lines: lines.length }).toEqual({ result: 'written', tries: 3, lines: 1 });
  });

  it('does not try again what fails otherwise', async () => {
    const { log, lines } = capturedLog();
    let tries = 0;
    const act = () => {
      tries++;
      return Promise.reject(new Error('no'));
    };
    await expect(patiently({ cut: new AbortController().signal, log }, act)).rejects.toThrow('no');
    expect({ tries, lines }).toEqual({ tries: 1, lines: [] });
  });

  it('ends with this process', async () => {
    const end = new AbortController();
    const { log } = capturedLog();
    const trying = patiently({ cut: end.signal, log }, away);
    end.abort();
    await expect(trying).rejects.toThrow(DatabaseUnavailable);
  });
});
