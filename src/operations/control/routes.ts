import { LaunchError } from '../../errors.js';
import { suggest } from '../../service/suggest.js';
import type { Follower } from './follower.js';

/** What was asked. */
export interface Asked {
  readonly query: URLSearchParams;
  /** An empty one where there was no body. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * What is answered: JSON, a text, or lines for as long as both sides like. `begin` is called where one more may follow:
 * what the request orders is done there. It returns how to end that.
 */
export type Answer =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly text: string; readonly type: string }
  | { readonly begin: (follower: Follower) => () => void };

/** The type of lines of JSON. */
export const LINES = 'application/x-ndjson';

export type Route = (asked: Asked) => Answer | Promise<Answer>;

/** By method and path, like `GET /v1/status`. */
export type Routes = Readonly<Record<string, Route>>;

export const ok = (json: unknown): Answer => ({ status: 200, json });
export const accepted = (json: unknown): Answer => ({ status: 202, json });

/** What is answered where no route is, or the method is another. */
export interface Lost {
  readonly status: 404 | 405;
  readonly message: string;
  readonly allow?: string;
}

export function find(routes: Routes, method: string, path: string): Route | Lost {
  // HEAD is GET without the body, which node:http leaves out.
  const wanted = method === 'HEAD' ? 'GET' : method;
  const key = `${wanted} ${path}`;
  if (Object.hasOwn(routes, key)) return routes[key]!;
  const all = Object.keys(routes).map((route) => route.split(' ') as [string, string]);
  const allow = all.filter(([, known]) => known === path).map(([known]) => known);
  if (allow.length > 0)
    return {
      status: 405,
      message: `${path} takes ${allow.join(', ')}, not ${method}.`,
      allow: allow.join(', '),
    };
  const meant = suggest(
    path,
    all.map(([, known]) => known),
  );
  return { status: 404, message: `There is no ${path}.${meant ? ` Did you mean ${meant}?` : ''}` };
}

/** A member of the body, and no other than those in `known`. */
export class Body {
  constructor(
    private readonly members: Readonly<Record<string, unknown>>,
    known: readonly string[],
  ) {
    const unknown = Object.keys(members).find((member) => !known.includes(member));
    if (unknown === undefined) return;
    const may = known.length > 0 ? `may be: ${known.join(', ')}` : 'may have no members';
    throw usage(`the body has ${JSON.stringify(unknown)}; it ${may}`);
  }

  /** Undefined where it is absent or null. */
  text(member: string): string | undefined {
    const value = this.members[member] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    throw usage(`${member} is ${JSON.stringify(value)}; expected a string`);
  }

  needed(member: string): string {
    const text = this.text(member);
    if (text === undefined) throw usage(`the body has no ${member}`);
    return text;
  }

  /** Something else of the body excludes it. */
  none(member: string): undefined {
    if (this.text(member) !== undefined) throw usage(`the body has a ${member} too many`);
  }

  flag(member: string): boolean {
    const value = this.members[member] ?? false;
    if (typeof value === 'boolean') return value;
    throw usage(`${member} is ${JSON.stringify(value)}; expected true or false`);
  }

  whole(member: string): number {
    const value = this.members[member];
    if (Number.isSafeInteger(value)) return value as number;
    throw usage(`${member} is ${JSON.stringify(value) ?? 'missing'}; expected a whole number`);
  }
}

/** The remedy for who asks wrongly. */
export const MANUAL = 'See docs/control.md.';

export const usage = (message: string) => new LaunchError('NL_USAGE', message, { remedy: MANUAL });
