import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { transformSync } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');

/** What compiles a user's TypeScript to JavaScript for Node 20. */
export const COMPILERS = {
  esbuild: (file: string) =>
    transformSync(readFileSync(file, 'utf8'), { loader: 'ts', target: 'es2022', tsconfigRaw: {} }).code,

  /** In a folder of its own: tsc would compile what the file imports, too, and put it beside its source. */
  tsc(file: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'compiled-'));
    try {
      copyFileSync(file, join(folder, 'module.ts'));
      const options = [
        '--ignoreConfig',
        '--noCheck',
        '--noResolve',
        '--target',
        'es2022',
        '--module',
        'es2022',
      ];
      const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
      spawnSync(process.execPath, [tsc, ...options, 'module.ts'], { cwd: folder });
      return readFileSync(join(folder, 'module.js'), 'utf8');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** The exports of a module without imports. */
export const evaluated = (code: string) =>
  import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
