import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished } from 'vitest';
import { type ClientOptions, client } from '../service/http/clients.js';
import { launch, Place, ROOT, type Run } from './harness.js';

/** What the tests of HttpService under the launcher have in common. */

/** Answers with worker, generation and pid, after as many milliseconds as it is told. */
export const WEB = `
import { HttpService } from 'nova-launch/http-service';
export default class Web extends HttpService {
  app() {
    const { worker, generation } = this.context;
    return (request, response) => {
      const ms = new URL(request.url, 'http://a').searchParams.get('ms');
      setTimeout(() => response.end(worker + ' ' + generation + ' ' + process.pid), Number(ms));
    };
  }
}`;

/** A place in which a package of its own finds nova-launch, and web.js; renewed for each test. */
export function httpPlace() {
  let place: Place;
  const runs: Run[] = [];

  beforeEach(() => {
    place = new Place();
    mkdirSync(join(place.path, 'node_modules'));
    symlinkSync(ROOT, join(place.path, 'node_modules/nova-launch'));
    place.write('package.json', { type: 'module' });
    place.write('web.js', WEB);
  });

  afterEach(() => {
    for (const run of runs.splice(0)) run.destroy();
    place.remove();
  });

  const kept = (run: Run) => {
    runs.push(run);
    return run;
  };

  const define = (http: object, service: object = {}) => {
    const config = { http: { accessLog: false, ...http } };
    const web = { module: './web.js', workers: 2, reload: { stableFor: 0.2 }, config, ...service };
    place.write('services.json', { services: { web } });
  };

  return {
    get path() {
      return place.path;
    },
    write: (name: string, content: string | object) => place.write(name, content),
    define,
    /** Ended with the test. */
    kept,
    run: (...args: string[]) => kept(launch(place, args)),
    /** Ready, with these settings of HTTP. */
    async begin(http: object, service: object = {}): Promise<Run> {
      define(http, service);
      const run = kept(launch(place));
      await run.line('service-ready');
      return run;
    },
  };
}

/** Where the first worker listens. */
export async function portOf(running: Run): Promise<number> {
  const { address } = (await running.message(/^Listens on /)) as unknown as { address: string };
  return Number(new URL(address).port);
}

export async function freePort(): Promise<number> {
  const { port, close } = await listening();
  await close();
  return port;
}

export async function listening(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => new Promise<void>((done) => server.close(() => done()));
  onTestFinished(() => void server.close());
  return { port: (server.address() as { port: number }).port, close };
}

/** Clients that ask until the end of the test, or until they are ended. */
export function clients(where: Parameters<typeof client>[0], ...options: ClientOptions[]) {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const all = options.map((one) => client(where, over.signal, one));
  return {
    outcomes: all.map(({ outcome }) => outcome),
    end: async () => {
      over.abort();
      return Promise.all(all.map(({ ended }) => ended));
    },
  };
}

export async function stop(running: Run): Promise<void> {
  running.signal('SIGTERM');
  expect(await running.exit()).toBe(0);
}
