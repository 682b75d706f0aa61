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
  #making: Promise<string> | undefined;
  #writing: Promise<void> | undefined;
  #watched: string | undefined;
  #unwatch: (() => void) | undefined;

  constructor(
    private readonly log: LauncherLog,
    private readonly settings: () => ReportSettings,
    private readonly subject: () => Reported | Promise<Reported>,
  ) {}

  /** The report, without secrets; all who ask while it is being made get the same. */
  text(): Promise<string> {
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #make(): Promise<string> {
    return reportOf({ ...(await this.subject()), mask: (text) => this.log.masked(text) });
  }

  /** Writes the report; while one is being written, that is it. Never rejects. */
  write(): Promise<void> {
    this.#writing ??= this.text()
      .then((text) => this.put(text, process.pid))
      .then(
        () => {},
        (error) => this.failed(error),
      )
      .finally(() => {
        this.#writing = undefined;
      });
    return this.#writing;
  }

  /** Writes what tells of a process; resolves to the file, if it is one. Never rejects. */
  async put(text: string, pid: number): Promise<string | undefined> {
    try {
      const { writeReport } = await reports();
      const { directory } = this.settings();
      const place = { directory, program: PROGRAM, pid };
      const { file, error } = await writeReport(this.log.masked(text), place);
      if (error !== undefined)
        throw new Error(`writing it to ${directory} failed, it went to stderr: ${error}`);
      if (file) this.log.write('info', `The report is in ${file}.`, { id: 'report', file });
      return file;
    } catch (error) {
      this.failed(error);
      return undefined;
    }
  }

  failed(err: unknown): void {
    this.log.write('error', `A report could not be made: ${firstLine(err)}.`, { id: 'report-failed', err });
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
    try {
      const { watchTrigger } = await import('../operations/report/trigger.js');
      if (this.#watched !== file) return;
      this.#unwatch = watchTrigger(
        file,
        () => void this.write(),
        (error) => this.#lost(file, error),
      );
    } catch (error) {
      this.#lost(file, error);
    }
  }

  #lost(file: string, err: unknown): void {
    const sentence = `The file ${file}, which asks for reports, cannot be watched: ${firstLine(err)}.`;
    this.log.write('error', sentence, { id: 'report-failed', err });
  }
}
