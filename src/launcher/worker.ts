import cluster from 'node:cluster';
import { writeSync } from 'node:fs';
import { codeOf, isUnusable, remedyFor } from '../errors.js';
import { encode } from '../operations/metrics/sample.js';
import { forgive, whenStdioIsMade } from '../system/stdio.js';
import { openBackdoor } from './debugging.js';
import { measure, monotonic, sample } from './figures.js';
import { Heartbeat } from './heartbeat.js';
import { Host } from './host.js';
import { firstLine } from './log.js';
import {
  type FromWorker,
  type Judgement,
  type Pulse,
  type Question,
  type ToWorker,
  unwrap,
  WORKER_EXIT,
  WORKER_VARIABLE,
  type WorkerService,
  wrap,
} from './messages.js';
import { reportOf } from './reporter.js';

/**
 * What runs in a worker: it does as the supervisor says, and when that has vanished it finishes its work by itself.
 */

/** Seconds that stop(false) gets when nobody is left to send the last rung. */
const LAST_WORDS = 1;

/** Seconds that a SIGTERM waits, so that the supervisor acts on its own one first, if it was sent to the whole group. */
const SUPERVISOR_FIRST = 0.2;

/** Seconds within which the answer to `idle` counts as just received. */
const ROUND_TRIP = 0.05;

/** Runs the service that the supervisor names; `given` is the service itself where the program passed it to launch(). */
export function runWorker(given?: { readonly name: string; readonly service: unknown }): void {
  delete process.env[WORKER_VARIABLE];
  // The supervisor may ask the inspector where a worker is stuck, which SIGUSR1 opens: on any port.
  if (!process.execArgv.some((option) => option.startsWith('--inspect'))) process.debugPort = 0;
  whenStdioIsMade(printAtOnce);
  let host: Host | undefined;
  let heartbeat: Heartbeat | undefined;
  let ending = false;
  let idleSince = Number.NEGATIVE_INFINITY;

  const tell = (message: FromWorker) => {
    if (process.connected) process.send!(wrap(message), undefined, undefined, () => {});
  };

  const end = (code: number) => {
    ending = true;
    process.exit(code);
  };

  const start = async (message: Extract<ToWorker, { type: 'start' }>) => {
    if (given && given.name !== message.service.name) return;
    const its = new Host(message.service, message);
    const pulse = new Heartbeat(
      message.service,
      () => its.health,
      (sign) => (sign.type === 'beat' && wrote(message.pulse)) || tell(sign),
      (text) => its.context.log.warn({ id: 'soft-memory' }, text),
    );
    its.onTask = (count) => pulse.taskDone(count);
    host = its;
    heartbeat = pulse;
    const backdoor = await openBackdoor(message.debugging, host.inside(), host.context.log);
    host.backdoorPort = backdoor?.port;
    try {
      await host.start(given?.service);
    } catch (error) {
      if (ending) return;
      refuse(host, error);
      return;
    }
    tell({ type: 'ready' });
    heartbeat.beat();
    // A service that has ended shall be seen to have: from now on the channel alone does not keep the worker running.
    process.channel?.unref();
  };

  const refuse = ({ context }: Host, error: unknown) => {
    const code = codeOf(error);
    if (isUnusable(code)) {
      tell({ type: 'unusable', reason: (error as Error).message, code });
      return end(WORKER_EXIT.unusable);
    }
    context.log.error(
      { err: error, ...remedyFor(error, 'NL_START_FAILED') },
      `start() of ${context.name} failed: ${firstLine(error)}`,
    );
    tell({ type: 'failed', reason: `failed to start: ${firstLine(error)}` });
    return end(WORKER_EXIT.startFailed);
  };

  const drain = async () => {
    if (ending) return;
    ending = true;
    await host?.drain();
    end(WORKER_EXIT.done);
  };

  const terminate = async () => {
    ending = true;
    await host?.terminate();
    end(WORKER_EXIT.cut);
  };

  const mutate = async (service: WorkerService) => {
    try {
      await host?.mutate(service);
      heartbeat?.beat(service);
    } catch (err) {
      host?.context.log.error({ err }, `The new config was not taken up: ${firstLine(err)}`);
      // Some of it may have been: a worker that starts with it has all.
      tell({ type: 'worn', reason: `has not taken up its new config (${firstLine(err)})` });
    }
  };

  const judge = (service: WorkerService) =>
    host?.judge(service).then(
      (kept): Judgement => ({ kept }),
      (error): Judgement => ({ fault: firstLine(error) }),
    );

  const figures = async (asked: number) => JSON.stringify(await measure(host, heartbeat?.tasks ?? 0, asked));

  const metrics = async (asked: number) => encode(await sample(host, heartbeat?.tasks ?? 0, asked));

  const report = () =>
    reportOf({ role: 'worker', services: host ? [host.reported()] : [] }).catch(
      (error) => `The report could not be made: ${firstLine(error)}.\n`,
    );

  const textOf = async (question: Question) => {
    if (question.type === 'judge') return JSON.stringify(await judge(question.service));
    if (question.type === 'sample') return metrics(question.asked);
    return question.type === 'report' ? report() : figures(question.asked);
  };

  const answer = async (question: Question) => {
    try {
      tell({ type: 'answer', id: question.id, text: (await textOf(question)) ?? null });
    } catch (err) {
      host?.context.log.error({ err }, `The supervisor asked in vain (${question.type}): ${firstLine(err)}`);
    }
  };

  const receive = (message: ToWorker | undefined) => {
    if (message?.type === 'start') void start(message);
    else if (message?.type === 'drain') void drain();
    else if (message?.type === 'terminate') void terminate();
    else if (message?.type === 'idle') {
      idleSince = performance.now();
      process.channel?.unref();
    } else if (message?.type === 'mutate') void mutate(message.service);
    else if (message?.type === 'level') host?.logAt(message.level);
    else if (message) void answer(message);
  };
  process.on('message', (message) => receive(unwrap<ToWorker>(message)));
  tell({ type: 'hello' });

  // node:cluster ends a worker at once, and with code 0, when its primary has gone; ours finishes its work first.
  process.prependListener('disconnect', () => {
    cluster.worker!.exitedAfterDisconnect = true;
    if (!ending)
      host?.context.log.warn(
        'The supervisor has gone, or the channel to it: this worker finishes what runs, and ends.',
      );
    void orphaned(host, drain, terminate);
  });

  // The supervisor decides: a SIGTERM to the whole group reaches it too. The others are its business, or a terminal's.
  process.on('SIGTERM', () => setTimeout(() => ending || tell({ type: 'leave' }), SUPERVISOR_FIRST * 1000));
  process.on('SIGUSR2', async () => tell({ type: 'report', text: await report() }));
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTTIN', 'SIGTTOU'] as const) process.on(signal, () => {});

  // node:cluster may owe us the answer to a listen(): only when a round trip has brought nothing, nothing will come.
  process.on('beforeExit', () => {
    if (ending) return end(WORKER_EXIT.done);
    if (performance.now() - idleSince > ROUND_TRIP * 1000) {
      process.channel?.ref();
      return tell({ type: 'idle' });
    }
    tell({
      type: 'failed',
      reason: 'has nothing left to do: no socket, no timer and no thread keeps it running',
    });
    end(WORKER_EXIT.done);
  });
}

/** The ladder for a worker that nobody watches any more. */
async function orphaned(
  host: Host | undefined,
  drain: () => Promise<void>,
  terminate: () => Promise<void>,
): Promise<void> {
  if (!host) process.exit(WORKER_EXIT.cut);
  const { gracefulTimeout } = host.service;
  if (gracefulTimeout !== null) {
    setTimeout(() => {
      setTimeout(() => process.exit(WORKER_EXIT.cut), LAST_WORDS * 1000);
      void terminate();
    }, gracefulTimeout * 1000);
  }
  await drain();
}

/** Whether the sign of life could be put where the supervisor looks for it. */
function wrote(pulse: Pulse | undefined): boolean {
  if (!pulse) return false;
  try {
    return writeSync(pulse.fd, new Float64Array([monotonic()]), 0, undefined, pulse.at) > 0;
  } catch {
    return false;
  }
}

/**
 * What is printed is out when console.log() returns, so that process.exit() or a crash right after it loses nothing:
 * Node would keep what a full pipe does not take at once. The supervisor never stops reading; when it has vanished,
 * nobody reads, which is no reason to end.
 */
function printAtOnce(stream: NodeJS.WriteStream): void {
  (stream as { _handle?: { setBlocking?(on: boolean): void } })._handle?.setBlocking?.(true);
  forgive(stream);
}
