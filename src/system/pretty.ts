/** Log lines for people; pino-pretty is loaded only then. What is no line of a log stays as it is. */
export async function pretty(): Promise<(line: string) => string> {
  const { prettyFactory } = await import('pino-pretty');
  const ours = prettyFactory({ ...STYLE, ignore: SAID, messageFormat: sentence });
  const ofService = prettyFactory({
    ...STYLE,
    ignore: NAMED,
    messageFormat: (line, messageKey) => `${line.service} #${line.worker}: ${sentence(line, messageKey)}`,
  });
  return (line) => (isOfService(line) ? ofService(line) : ours(line)) ?? `${line}\n`;
}

const STYLE = { colorize: true, singleLine: true };

/** What the sentence of a launcher's line says already. */
const SAID =
  'pid,service,worker,generation,workerPid,id,after,workers,reason,retryIn,rung,timeout,essential,services,code,remedy,cut,removed,restart';

/** What the name in front of a service's line says, and its remedy; whatever else a service tells, under any key, is shown. */
const NAMED = 'pid,service,worker,generation,remedy';

/** A service's line begins with who says it; one that a launcher writes about a service begins with the pid of the launcher. */
function isOfService(line: string): boolean {
  try {
    const keys = Object.keys(JSON.parse(line) as object);
    return keys.includes('worker') && keys.indexOf('service') < keys.indexOf('pid');
  } catch {
    return false;
  }
}

function sentence(line: Record<string, unknown>, messageKey: string): string {
  const said = `${line[messageKey]}`;
  if (line.remedy === undefined) return said;
  return `${said}${/[.!?]$/.test(said) ? '' : '.'} Remedy: ${line.remedy}`;
}
