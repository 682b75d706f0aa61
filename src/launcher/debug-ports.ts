import type { ServiceDefinition } from '../definition/types.js';

type Started = Pick<ServiceDefinition, 'nodeArgs' | 'env'>;

/** Where Node.js opens the debugger unless it is told. */
const USUAL = 9229;

const LAST = 65_535;

const OPTION = /--inspect(-brk|-wait|-port)?(?:=(?:\S*:)?(\d+))?(?=\s|$)/g;

/** Options of node, wherever they are given. */
const optionsOf = (args: readonly string[], env: NodeJS.ProcessEnv): string =>
  [env.NODE_OPTIONS ?? '', ...args].join(' ');

const ofService = ({ nodeArgs, env }: Started): string =>
  optionsOf([...process.execArgv, ...nodeArgs], { ...process.env, ...env });

/** Whether the workers of a service have a debugger: one that stands at a breakpoint is not stuck. */
export const isDebugged = (service: Started): boolean => ofService(service).search(OPTION) >= 0;

/** Whether they wait for the debugger before they start. */
export const waitsForDebugger = (service: Started): boolean =>
  /--inspect-(brk|wait)\b/.test(ofService(service));

/** Gives each worker that is debugged a port of its own: the lowest that no other has. */
export class DebugPorts {
  readonly #taken = new Map<number, number>();

  /** The same for the same worker; 0 where any will do. */
  take(worker: number, service: Started): number {
    const known = this.#taken.get(worker);
    if (known !== undefined) return known;
    const asked = [...ofService(service).matchAll(OPTION)].findLast(([, , port]) => port !== undefined);
    const first = Number(asked?.[2] ?? USUAL);
    if (first === 0) return 0;
    // The supervisor's own debugger has the first.
    let port = optionsOf(process.execArgv, process.env).search(OPTION) >= 0 ? first + 1 : first;
    const taken = new Set(this.#taken.values());
    while (taken.has(port)) port += 1;
    // Node.js itself tells a worker whose option is wrong.
    if (port > LAST) return 0;
    this.#taken.set(worker, port);
    return port;
  }

  release(worker: number): void {
    this.#taken.delete(worker);
  }
}
