import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Door } from '../../../src/operations/control/door.js';
import type { Routes } from '../../../src/operations/control/routes.js';
import { ControlServer } from '../../../src/operations/control/server.js';

export function socketPath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'nova-control-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'control.sock');
}

/** A control socket with these routes; closed when the test is over. */
export async function serving(routes: Routes, patience?: number): Promise<string> {
  const path = socketPath();
  const door = await Door.open(path);
  onTestFinished(() => door.close());
  const server = new ControlServer(routes, patience);
  door.serve((socket) => server.take(socket));
  return path;
}

/** A client that does as it likes. */
export class Raw {
  text = '';
  readonly socket: net.Socket;
  readonly closed: Promise<void>;

  constructor(path: string) {
    this.socket = net.connect(path);
    this.socket.setEncoding('utf8').on('data', (chunk) => {
      this.text += chunk;
    });
    this.socket.on('error', () => {});
    this.closed = new Promise((done) => this.socket.once('close', () => done()));
    onTestFinished(() => void this.socket.destroy());
  }

  send(text: string): this {
    this.socket.write(text);
    return this;
  }
}
