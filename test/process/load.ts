import { Agent, get } from 'node:http';

/** What became of the requests; everything but `ok` is a loss. */
export interface Tally {
  ok: number;
  refused: number;
  reset: number;
  hung: number;
  wrong: number;
  other: string[];
  /** Answers by the pid that gave them. */
  readonly pids: Map<number, number>;
}

export interface Load {
  readonly tally: Tally;
  /** Resolves when the last request has ended. */
  stop(): Promise<Tally>;
}

/** Clients in a closed loop, each with one request at a time, until stopped. */
export function load(url: string, { clients = 8, keepAlive = false, timeout = 10 } = {}): Load {
  const tally: Tally = { ok: 0, refused: 0, reset: 0, hung: 0, wrong: 0, other: [], pids: new Map() };
  const agent = new Agent({ keepAlive, maxSockets: clients });
  let stopped = false;
  const client = async () => {
    while (!stopped) await request(url, agent, timeout, tally);
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    tally,
    async stop() {
      stopped = true;
      await all;
      agent.destroy();
      return tally;
    },
  };
}

function request(url: string, agent: Agent, timeout: number, tally: Tally): Promise<void> {
  return new Promise((done) => {
    let timer: NodeJS.Timeout | undefined;
    const end = (count: () => void) => {
      clearTimeout(timer);
      count();
      done();
    };
    const outgoing = get(url, { agent }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => {
        const pid = Number(body.split(' ')[2]);
        end(() => {
          if (response.statusCode !== 200 || !pid) tally.wrong++;
          else {
            tally.ok++;
            tally.pids.set(pid, (tally.pids.get(pid) ?? 0) + 1);
          }
        });
      });
      response.on('error', (error) => end(() => fail(error, tally)));
    });
    timer = setTimeout(() => {
      outgoing.removeAllListeners('error').on('error', () => {});
      outgoing.destroy();
      end(() => tally.hung++);
    }, timeout * 1000);
    outgoing.on('error', (error) => end(() => fail(error, tally)));
  });
}

function fail(error: NodeJS.ErrnoException, tally: Tally): void {
  if (error.code === 'ECONNREFUSED') tally.refused++;
  else if (error.code === 'ECONNRESET' || error.code === 'EPIPE') tally.reset++;
  else tally.other.push(String(error.code ?? error.message));
}

export const losses = ({ refused, reset, hung, wrong, other }: Tally) => ({
  refused,
  reset,
  hung,
  wrong,
  other,
});
