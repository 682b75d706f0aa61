/** Log lines for people; pino-pretty is loaded only then. What is no line of a log stays as it is. */
export async function pretty(): Promise<(line: string) => string> {
  const { prettyFactory } = await import('pino-pretty');
  const format = prettyFactory({ colorize: true, ignore: SAID, singleLine: true, messageFormat: sentence });
  return (line) => format(line) ?? `${line}\n`;
}

/** What the sentence of a line says already. */
const SAID =
  'pid,service,worker,generation,workerPid,id,after,workers,reason,retryIn,rung,timeout,essential,services,code,remedy';

/** A launcher's line is a sentence as it stands; a service's gets its name in front. */
function sentence(line: Record<string, unknown>, messageKey: string): string {
  const { id, service, worker, remedy } = line;
  const who = service === undefined || id !== undefined ? '' : `${service} #${worker}: `;
  return `${who}${line[messageKey]}${remedy === undefined ? '' : ` Remedy: ${remedy}`}`;
}
