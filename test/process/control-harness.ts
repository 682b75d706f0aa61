import { spawn } from 'node:child_process';
import { BIN, type Place } from './harness.js';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that asks the supervisor of this place, through pipes. */
export function nova(place: Place, ...argv: string[]): Promise<Ended> {
  return piped(place, [process.execPath, BIN, ...argv]);
}

export function piped(place: Place, command: readonly string[]): Promise<Ended> {
  const child = spawn(command[0]!, command.slice(1), { cwd: place.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    text.stderr += chunk;
  });
  return new Promise((done) => child.once('close', (status) => done({ status, ...text })));
}
