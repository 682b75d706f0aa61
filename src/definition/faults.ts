import { LaunchError } from '../errors.js';
import type { Path, Source } from './source.js';

/** What is wrong at one place of a definition, for the person who wrote it. */
export interface Fault {
  /** As an operator would type it: relative to the current directory where it is inside. */
  readonly file: string;
  /** Where inside, like services.api.after[0]; empty for the file as a whole. */
  readonly path: string;
  /** From 1; absent where there is no text, as for a file that is missing. */
  readonly line?: number;
  readonly column?: number;
  /** What was found. */
  readonly message: string;
  readonly expected: string;
  readonly remedy: string;
}

/** A fault before its place is worked out, which only costs something when there is one. */
export interface Finding {
  readonly source: Source;
  readonly path: Path;
  /** The name of the setting or its value; or an offset, where no part of the document can be named. */
  readonly at: 'key' | 'value' | number;
  readonly message: string;
  readonly expected: string;
  readonly remedy: string;
}

/** A definition that cannot be run: every fault of it, never only the first. */
export class DefinitionError extends LaunchError {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super('NL_DEFINITION', faults.map(render).join('\n'), {
      remedy:
        faults.length === 1
          ? 'Correct the fault above.'
          : `Correct the ${faults.length} faults above; nova-launch check lists those that are left.`,
    });
    this.faults = faults;
  }
}

/** One line: place, what was found, what was expected, remedy. */
export function render(fault: Fault): string {
  const place = fault.line === undefined ? fault.file : `${fault.file}:${fault.line}:${fault.column}`;
  const path = fault.path === '' ? '' : `${fault.path}: `;
  return `${place}  ${path}${fault.message}; expected ${fault.expected}. Remedy: ${fault.remedy}`;
}
