import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Control sockets of supervisors that tests kill shall not be left where those of real ones are. */
export default function setup(): () => void {
  const path = mkdtempSync(join(tmpdir(), 'nova-run-'));
  process.env.XDG_RUNTIME_DIR = path;
  return () => rmSync(path, { recursive: true, force: true });
}
