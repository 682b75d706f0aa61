import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { DefinitionError, type Fault } from './faults.js';
import { parseSource, type Source } from './source.js';

const DEFAULT_FILE = 'services.json';
const MAX_BYTES = 10 * 1024 * 1024;

export interface Whereabouts {
  readonly config?: string | undefined;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds and parses the definition: --config, then NOVA_LAUNCH_CONFIG, then ./services.json.
 * Resolves to undefined if nobody named a file and there is none.
 */
export function readDefinition({ config, cwd, env }: Whereabouts): Source | undefined {
  // An empty variable is how a unit file or a compose file unsets one.
  const named = config ?? (env.NOVA_LAUNCH_CONFIG || undefined);
  const file = resolve(cwd, named ?? DEFAULT_FILE);
  const namedBy = config !== undefined ? '--config' : 'NOVA_LAUNCH_CONFIG';
  try {
    return readSource(file, cwd);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    if (missing && named === undefined) return undefined;
    if (missing)
      throw unreadable(file, cwd, `there is no such file (named by ${namedBy})`, `Correct ${namedBy}.`);
    throw error;
  }
}

/** @throws {DefinitionError} for what is wrong with the file as a whole, or the system's error if it is missing. */
export function readSource(file: string, cwd: string): Source {
  const text = decode(readBytes(file, cwd), file, cwd);
  try {
    return parseSource(label(file, cwd), file, text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unreadable(file, cwd, 'it is nested too deeply to be read', 'Nest it less deeply.');
  }
}

function readBytes(file: string, cwd: string): Buffer {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) {
      throw unreadable(
        file,
        cwd,
        'it is a directory',
        `Name the file in it, like ${label(file, cwd)}/${DEFAULT_FILE}.`,
      );
    }
    if (!stats.isFile()) {
      const remedy = 'Write it to a file: it is read again at each reload.';
      throw unreadable(file, cwd, 'it is a pipe, a socket or a device', remedy);
    }
    if (stats.size > MAX_BYTES)
      throw unreadable(file, cwd, `it has ${stats.size} bytes`, 'Name another file.');
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof DefinitionError || code === 'ENOENT' || code === 'ENOTDIR') throw error;
    const permission = code === 'EACCES' || code === 'EPERM';
    const remedy = permission
      ? 'Let the user that runs nova-launch read it, and search the directories above it.'
      : 'Name a file that can be read.';
    throw unreadable(
      file,
      cwd,
      permission ? `it must not be read (${code})` : `it cannot be read (${code})`,
      remedy,
    );
  }
}

function decode(bytes: Buffer, file: string, cwd: string): string {
  if (!isUtf8(bytes)) throw unreadable(file, cwd, 'it is not UTF-8', 'Save it as UTF-8.');
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() !== '') return text;
  throw unreadable(
    file,
    cwd,
    'it is empty',
    'Write at least {"services": {"NAME": {"module": "./FILE.js"}}}.',
  );
}

/** The fault for a definition that was looked for and is not there. */
export function noDefinition(cwd: string): DefinitionError {
  const remedy = `Name the file with --config FILE, set NOVA_LAUNCH_CONFIG, or create ./${DEFAULT_FILE} (nova-launch --help shows one).`;
  const message = `there is no ${DEFAULT_FILE} in ${cwd}, and neither --config nor NOVA_LAUNCH_CONFIG names another`;
  return unreadable(resolve(cwd, DEFAULT_FILE), cwd, message, remedy);
}

function unreadable(file: string, cwd: string, message: string, remedy: string): DefinitionError {
  const fault: Fault = {
    file: label(file, cwd),
    path: '',
    message,
    expected: 'a definition in JSON',
    remedy,
  };
  return new DefinitionError([fault]);
}

/** A path as an operator would write it. */
export function label(file: string, cwd: string): string {
  const path = relative(cwd, file);
  const outside = path === '' || path.startsWith('..') || isAbsolute(path);
  return outside ? file : path;
}
