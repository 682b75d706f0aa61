import { badValue } from './bad-value.js';

/** Makes what stands in a section of the report: a text, or what is printed as a program prints it. */
export type SectionGenerator = () => unknown;

const KEY = Symbol.for('nova-launch.report-sections');

/** On globalThis, as the registry: a worker may have this room twice. */
function sections(): Map<string, SectionGenerator> {
  const world = globalThis as { [KEY]?: Map<string, SectionGenerator> };
  world[KEY] ??= new Map();
  return world[KEY];
}

/**
 * Adds a section to the reports of this process; one of the same title is replaced. The generator is called for each report,
 * may be asynchronous, and has 2 seconds. Returns what takes the section out again. Throws LaunchError NL_BAD_VALUE.
 * oslo_reports.guru_meditation_report.TextGuruMeditation.register_section.
 */
export function registerSection(title: string, generator: SectionGenerator): () => void {
  if (typeof title !== 'string' || title.trim() === '')
    throw badValue('The title of a section', title, 'a text');
  if (typeof generator !== 'function')
    throw badValue(`The generator of the section ${title}`, generator, 'a function');
  const all = sections();
  all.set(title, generator);
  return () => {
    if (all.get(title) === generator) all.delete(title);
  };
}

/** The generators of this process by their titles, in the order in which they were registered. */
export const registeredSections = (): ReadonlyMap<string, SectionGenerator> => sections();
