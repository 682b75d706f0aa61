import type { Backdoor } from '../operations/backdoor/index.js';
import type { WorkerReport } from '../operations/report/index.js';
import { whatItDoes } from '../system/process-state.js';
import { version } from '../system/version.js';
import { debuggingFor, openBackdoor } from './debugging.js';
import { startedAt } from './figures.js';
import type { Generations } from './generations.js';
import type { LauncherLog } from './launcher-log.js';
import type { Loop } from './loop.js';
import type { Processes } from './processes.js';
import type { Questions } from './questions.js';
import { type Reported, Reporter, reports } from './reporter.js';

/** Seconds that a worker has to make its report; it may measure a part of them. */
const REPORT = 4;

/** Seconds for the stack of a worker that does not answer; less than the core gives a silent one. */
const STACK = 4;

/** What a supervisor can tell of itself and of its workers when something is wrong: the report, and a worker's stack. */
export class Insight {
  readonly reporter: Reporter;
  /** Workers whose inspector was opened. */
  readonly #inspected = new Set<number>();
  #backdoor: Promise<Backdoor | undefined> | undefined;
  #isNoise = (_line: string) => false;

  constructor(
    private readonly log: LauncherLog,
    private readonly generations: Generations,
    private readonly processes: Processes,
    private readonly questions: Questions,
    private readonly loop: () => Loop,
  ) {
    this.reporter = new Reporter(
      log,
      () => generations.accepted.report,
      () => this.#subject(),
    );
  }

  /** Opens the backdoor and follows the file that asks for reports, where the definition wants that. */
  begin(launcher: object): void {
    this.reporter.watch();
    const { loop, generations } = this;
    const values = {
      launcher,
      get state() {
        return loop().state;
      },
      get definition() {
        return generations.accepted;
      },
    };
    const inside = { service: 'supervisor', worker: 0, values, report: () => this.reporter.text() };
    this.#backdoor = openBackdoor(debuggingFor(generations.accepted), inside, this.log.logger);
  }

  close(): void {
    this.reporter.close();
    void this.#backdoor?.then((backdoor) => backdoor?.close());
  }

  /** What a silent worker does: the stack of its JavaScript, and what the kernel knows. Never rejects. */
  async diagnose(worker: number): Promise<void> {
    const pid = this.processes.pidOf(worker);
    const slot = this.loop().state.slots.find((each) => each.worker === worker);
    if (pid === undefined || !slot) return;
    const { service, number, generation } = slot;
    const { kernel, stack } = await this.#look(worker, pid);
    const where = stack?.[0] ? `runs ${stack[0].replace(/^at /, '')}` : 'does not tell where it is';
    this.log.write('warn', `Worker ${number} of ${service} ${where}; the kernel says: ${kernel}.`, {
      id: 'diagnosis',
      service,
      generation,
      worker: number,
      workerPid: pid,
      ...(stack && { stack }),
    });
    if (stack && this.generations.accepted.report.directory)
      await this.reporter.put(`${stack.join('\n')}\n`, pid);
  }

  /** Whether a line of a worker is only there because it was looked at. */
  hides(worker: number, line: string): boolean {
    return this.#inspected.has(worker) && this.#isNoise(line);
  }

  /** The worker has ended. */
  forget(worker: number): void {
    this.questions.drop(worker);
    this.#inspected.delete(worker);
  }

  async #subject(): Promise<Reported> {
    const { statusOf } = await import('./supervisor-status.js');
    const { state } = this.loop();
    const { file = null, schedulingPolicy, report, backdoor } = this.generations.accepted;
    const facts = { name: 'supervisor', version: version(), definition: file, since: startedAt() };
    const pidOf = (worker: number) => this.processes.pidOf(worker);
    const status = statusOf(state, facts, { now: this.loop().now(), pidOf, figuresOf: () => null });
    return {
      role: 'supervisor',
      services: [],
      sections: { Supervisor: { ...status, settings: { schedulingPolicy, report, backdoor } } },
      askWorkers: () => this.#ask(),
    };
  }

  #ask(): Promise<WorkerReport[]> {
    const running = this.loop().state.slots.filter((slot) => slot.worker !== null);
    return Promise.all(
      running.map(async ({ service, number, worker }) => {
        const pid = this.processes.pidOf(worker!) ?? 0;
        return { name: `${service}#${number}`, pid, report: await this.#reportOf(worker!, pid) };
      }),
    );
  }

  async #reportOf(worker: number, pid: number): Promise<WorkerReport['report']> {
    if (!this.processes.listens(worker)) return { blocked: 'It has only just begun.' };
    const text = await this.questions.ask(worker, { type: 'report' }, REPORT);
    if (typeof text === 'string') return text;
    if (this.processes.pidOf(worker) !== pid) return { blocked: 'It has ended meanwhile.' };
    const { kernel, stack } = await this.#look(worker, pid);
    const where = stack
      ? `its JavaScript is\n${stack.join('\n')}`
      : 'its JavaScript does not say where it is.';
    return { blocked: `It has not answered within ${REPORT} s. The kernel says: ${kernel}; ${where}` };
  }

  /**
   * Not of one that does not listen yet: a signal that early would end it. Without the code for that (a package that is
   * being replaced), the kernel still tells. Never rejects.
   */
  async #look(worker: number, pid: number): Promise<{ kernel: string; stack?: string[] | undefined }> {
    const kernel = whatItDoes(pid);
    try {
      const { blockedStack, isInspectorNoise, kernelText } = await reports();
      this.#isNoise = isInspectorNoise;
      this.#inspected.add(worker);
      const more = kernelText(pid);
      return { kernel: more === '' ? kernel : `${kernel}; ${more}`, stack: await blockedStack(pid, STACK) };
    } catch (error) {
      this.reporter.failed(error);
      return { kernel };
    }
  }
}
