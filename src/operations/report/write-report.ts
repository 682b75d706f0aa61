import { writeSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reason } from '../../service/log.js';

export interface ReportPlace {
  /** Absent: to stderr. */
  readonly directory?: string | undefined;
  /** What the name of the file begins with. */
  readonly program: string;
  readonly pid: number;
}

/**
 * Writes a report to a new file that only this user can read, as a whole or not at all; without a directory, or where
 * that fails, to stderr. Resolves to the file, or to what has hindered that. Never rejects.
 */
export async function writeReport(
  text: string,
  { directory, program, pid }: ReportPlace,
): Promise<{ file?: string; error?: string }> {
  if (directory === undefined) {
    toStderr(text);
    return {};
  }
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 17);
  const file = join(directory, `${program.replace(/[^A-Za-z0-9._-]/g, '_')}_gurumeditation_${time}_${pid}`);
  const unfinished = `${file}.part`;
  try {
    await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
    await rename(unfinished, file);
    return { file };
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    toStderr(text);
    return { error: reason(error) };
  }
}

/** Written at once, as far as stderr takes it; whoever reads it may have gone. */
function toStderr(text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(2, bytes, written);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') process.stderr.write(bytes.subarray(written));
  }
}
