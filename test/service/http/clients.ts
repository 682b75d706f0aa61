import http from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import type { TLSSocket } from 'node:tls';

/** What came of the requests of one client, one after the other. */
export interface Outcome {
  ok: number;
  readonly lost: string[];
  /** The pids that answered. */
  readonly pids: Set<number>;
  /** The connections that were used. */
  readonly sockets: Set<net.Socket>;
  /** Whose certificates were shown, in the order of their first use. */
  readonly subjects: Set<string>;
}

type Where = { socketPath: string } | { host: string; port: number };

export interface ClientOptions {
  readonly secure?: boolean;
  readonly keepAlive?: boolean;
  readonly path?: string;
}

/** A client that asks again and again until the signal fires. Answers are expected to be "WORKER GENERATION PID". */
export function client(
  where: Where,
  over: AbortSignal,
  { secure = false, keepAlive = false, path = '/' }: ClientOptions = {},
): { outcome: Outcome; ended: Promise<Outcome> } {
  const outcome: Outcome = { ok: 0, lost: [], pids: new Set(), sockets: new Set(), subjects: new Set() };
  // Without resumed sessions: each connection is to see the certificate.
  const agent = new (secure ? https : http).Agent({ keepAlive, maxSockets: 1, maxCachedSessions: 0 });
  const run = async () => {
    while (!over.aborted) {
      await request(
        { ...where, path, agent, rejectUnauthorized: false, timeout: 10_000 },
        secure,
        outcome,
      ).catch((error) => outcome.lost.push(error.code ?? error.message));
    }
    agent.destroy();
    return outcome;
  };
  return { outcome, ended: run() };
}

function request(options: https.RequestOptions, secure: boolean, outcome: Outcome): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = (secure ? https : http).request(options, (response) => {
      const { socket } = response;
      if (secure) outcome.subjects.add(String((socket as TLSSocket).getPeerCertificate().subject.CN));
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject).on('end', () => {
        const pid = Number(text.split(' ')[2]);
        if (response.statusCode !== 200 || !pid) return reject(new Error(`wrong answer ${text}`));
        outcome.ok++;
        outcome.pids.add(pid);
        outcome.sockets.add(socket);
        resolve();
      });
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer within 10 s')));
    asked.on('error', reject).end();
  });
}
