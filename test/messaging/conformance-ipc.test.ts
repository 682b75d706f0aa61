import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { conformance } from './conformance.js';

const directory = mkdtempSync('/tmp/nova-launch-conformance-');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

conformance('ipc', () => `ipc://${directory}`);
