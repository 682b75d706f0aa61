import { maskedConfig } from '../../../service/options/masked.js';
import { indented } from '../clean.js';
import { outline } from '../outline.js';
import type { ReportedService, ReportSubject } from '../subject.js';

/** The options of every service, without secrets. oslo: Configuration. */
export function configurationSection({ services }: Pick<ReportSubject, 'services'>): string {
  return services.map(serviceText).join('\n\n') || 'none';
}

function serviceText({ name, config }: ReportedService): string {
  return `${name}\n${indented(optionsText(config))}`;
}

function optionsText(config: ReportedService['config']): string {
  try {
    return outline(maskedConfig(undefined, config?.() ?? {}));
  } catch (error) {
    return `(It failed: ${error})`;
  }
}
