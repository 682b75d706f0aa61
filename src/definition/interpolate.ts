import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where a part of an interpolated string came from. */
export type Origin =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'fallback'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string };

export interface Interpolated {
  readonly value: string;
  readonly origins: readonly Origin[];
  /** What was read from files. */
  readonly secrets: readonly string[];
  readonly problems: readonly Problem[];
}

export interface Problem {
  readonly message: string;
  readonly expected: string;
  readonly remedy: string;
}

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Where relative paths of files start. */
  readonly directory: string;
}

const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)(:-([\s\S]*))?$/;
const FORMS = `\${VAR}, \${VAR:-default} or \${file:/path}`;
/** A credential is short; a device or a log named by mistake would fill the memory. */
const MAX_FILE_BYTES = 1024 * 1024;

/** ${VAR}, ${VAR:-default} and ${file:/path} in a string; $${ is a literal ${. They may be nested. */
export function interpolate(text: string, surroundings: Surroundings): Interpolated {
  const origins: Origin[] = [];
  const secrets: string[] = [];
  const problems: Problem[] = [];
  return { value: expand(text), origins, secrets, problems };

  function expand(part: string): string {
    let result = '';
    let from = 0;
    for (;;) {
      const start = part.indexOf('${', from);
      if (start === -1) return result + part.slice(from);
      if (part[start - 1] === '$' && start - 1 >= from) {
        result += `${part.slice(from, start - 1)}\${`;
        from = start + 2;
        continue;
      }
      const end = closingBrace(part, start + 2);
      if (end === -1) {
        report(
          `found ${quote(part.slice(start))}, which is not closed`,
          FORMS,
          'Close it with }, or write $${ for a literal ${.',
        );
        return result;
      }
      result += part.slice(from, start) + reference(part.slice(start + 2, end));
      from = end + 1;
    }
  }

  function reference(body: string): string {
    if (body.startsWith('file:')) return file(expand(body.slice('file:'.length)));
    const [, name, hasFallback, fallback = ''] = VARIABLE.exec(body) ?? [];
    if (name === undefined) {
      report(`found ${quote(`\${${body}}`)}`, FORMS, 'Correct it, or write $${ for a literal ${.');
      return '';
    }
    const value = surroundings.env[name];
    // As in a shell: ":-" also covers a variable that is empty.
    if (hasFallback !== undefined && !value) {
      origins.push({ kind: 'fallback', name });
      return expand(fallback);
    }
    if (value !== undefined) {
      origins.push({ kind: 'env', name });
      return value;
    }
    report(
      `the environment variable ${name} is not set`,
      'a variable that is set',
      `Set ${name}, or write \${${name}:-default}.`,
    );
    return '';
  }

  function file(path: string): string {
    const absolute = resolve(surroundings.directory, path);
    origins.push({ kind: 'file', path: absolute });
    try {
      const stats = statSync(absolute);
      if (!stats.isFile()) throw new Error('it is not a regular file');
      if (stats.size > MAX_FILE_BYTES) throw new Error(`it has ${stats.size} bytes`);
      const content = readFileSync(absolute, 'utf8').replace(/\r?\n$/, '');
      if (content !== '') secrets.push(content);
      return content;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'ENOENT' ? 'it does not exist' : (code ?? message);
      const remedy = 'Create it, correct the path, or let the user that runs nova-launch read it.';
      report(
        `the file ${absolute} cannot be read: ${why}`,
        'a file of at most 1 MiB that can be read',
        remedy,
      );
      return '';
    }
  }

  function report(message: string, expected: string, remedy: string): void {
    problems.push({ message, expected, remedy });
  }
}

/** Where the brace that was opened before `from` is closed, past those that are opened in between. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
