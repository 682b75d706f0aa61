import { registeredSections } from '../../service/report-sections.js';
import { clean } from './clean.js';
import { type SectionLimits, section } from './section.js';
import { configurationSection } from './sections/configuration.js';
import { eventLoopSection } from './sections/event-loop.js';
import { httpServersSection } from './sections/http-servers.js';
import { memorySection } from './sections/memory.js';
import { packageSection } from './sections/package.js';
import { periodicTasksSection } from './sections/periodic-tasks.js';
import { processesSection } from './sections/processes.js';
import { resourcesSection } from './sections/resources.js';
import { servicesSection } from './sections/services.js';
import { threadsSection } from './sections/threads.js';
import { workersSection } from './sections/workers.js';
import type { ReportSubject } from './subject.js';

/** Seconds, and characters, of the section that holds the reports of workers: each of them has its own bounds. */
const OF_WORKERS: SectionLimits = { patience: 30, longest: 16 * 1024 * 1024 };

const RULE = '='.repeat(100);

/**
 * The report of this process, in sections, for people: whatever is wrong with one of them, it says so, and the others
 * stand. It never contains the environment. Never rejects. oslo_reports.guru_meditation_report.TextGuruMeditation.
 */
export async function makeReport(subject: ReportSubject): Promise<string> {
  const { role, program, askWorkers, sections = {}, services } = subject;
  const time = new Date().toISOString();
  // First: the timers of the other sections are not what is asked for.
  const javaScript = section('JavaScript', resourcesSection);
  const made = await Promise.all([
    section('Package', () => packageSection(subject)),
    services.length > 0 && section('Services', () => servicesSection(subject)),
    section('Threads', threadsSection),
    section('Periodic tasks', periodicTasksSection),
    section('HTTP servers', httpServersSection),
    javaScript,
    section('Processes', processesSection),
    section('Memory', memorySection),
    section('Event loop', eventLoopSection),
    services.length > 0 && section('Configuration', () => configurationSection(subject)),
    ...Object.entries(sections).map(([title, content]) => section(title, content)),
    ...[...registeredSections()].map(([title, generator]) => section(title, generator)),
    askWorkers && section('Workers', () => workersSection(askWorkers), OF_WORKERS),
  ]);
  const title = `Guru Meditation of the ${role} ${clean(program)}, pid ${process.pid}, ${time}`;
  const text = [RULE, title, RULE, '', ...made.filter(Boolean)].join('\n');
  return masked(text, subject);
}

function masked(text: string, { mask }: ReportSubject): string {
  try {
    return mask ? mask(text) : text;
  } catch (error) {
    return `The report is not shown, as its secrets could not be masked: ${error}\n`;
  }
}
