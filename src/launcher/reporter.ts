import type { ReportSettings } from '../definition/types.js';
import type { ReportSubject } from '../operations/report/index.js';
import { version } from '../system/version.js';
import type { LauncherLog } from './launcher-log.js';
import { firstLine } from './log.js';

/** Loaded when somebody asks: no start pays for it. */
export const reports = () => import('../operations/report/index.js');

/** What a launcher adds to what the report says of the process by itself. */
export type Reported = Omit<ReportSubject, 'program' | 'version'>;

const PROGRAM = 'nova-launch';

/** The text of a report of this process. */
export async function reportOf(subject: Reported): Promise<string> {
  const { makeReport } = await reports();
  return makeReport({ ...subject, program: PROGRAM, version: version() });
}

/** Writes the reports of a launcher, at SIGUSR2 and when a file is touched. */
export class Reporter {
  #writing: Promise<void> | undefined;
  #watched: string | undefined;
  #unwatch: (() => void) | undefined;

  constructor(
    private readonly log: LauncherLog,
    private readonly settings: () => ReportSettings,
    private readonly subject: () => Reported,
  ) {}

  /** The report, without secrets. Never rejects. */
  text(): Promise<string> {
    return reportOf({ ...this.subject(), mask: (text) => this.log.masked(text) });
  }

  /** Writes the report; while one is being written, that is it. Never rejects. */
  write(): Promise<void> {
    this.#writing ??= this.text()
      .then((text) => this.put(text, process.pid))
      .catch((err) =>
        this.log.write('error', `No report could be made: ${firstLine(err)}.`, { id: 'report-failed', err }),
      )
      .finally(() => {
        this.#writing = undefined;
      });
    return this.#writing;
  }

  /** Writes what tells of a process. */
  async put(text: string, pid: number): Promise<void> {
    const { writeReport } = await reports();
    const { directory } = this.settings();
    const { file, error } = await writeReport(this.log.masked(text), {
      directory,
      program: PROGRAM,
      pid,
    });
    if (file) this.log.write('info', `The report is in ${file}.`, { id: 'report', file });
    else if (error) {
      const sentence = `The report could not be written to ${directory}, and went to stderr: ${error}.`;
      this.log.write('error', sentence, { id: 'report-failed' });
    }
  }

  /** Follows the file that asks for a report, where the definition names one; also when it names another now. */
  watch(): void {
    const { trigger } = this.settings();
    if (trigger === this.#watched) return;
    this.close();
    this.#watched = trigger;
    if (trigger !== undefined) void this.#follow(trigger);
  }

  close(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#watched = undefined;
  }

  async #follow(file: string): Promise<void> {
    const { watchTrigger } = await reports();
    if (this.#watched !== file) return;
    this.#unwatch = watchTrigger(
      file,
      () => void this.write(),
      (error) =>
        this.log.write(
          'error',
          `The file ${file}, which asks for reports, cannot be watched: ${error.message}.`,
          {
            id: 'report-failed',
          },
        ),
    );
  }
}
