import { cpus, hostname, release, type as system, uptime } from 'node:os';
import { commandLine } from '../command-line.js';
import { seconds, table } from '../lay-out.js';
import type { ReportSubject } from '../subject.js';

/** Which program this is, of what versions, on what machine. oslo: Package. */
export function packageSection({ role, program, version }: ReportSubject): string {
  const { node, v8, uv, openssl } = process.versions;
  return table([
    ['Vendor', 'nova-launch'],
    ['Product', 'nova-launch'],
    ['Version', version],
    ['Node.js', `${node} (V8 ${v8}, libuv ${uv}, OpenSSL ${openssl})`],
    ['System', `${system()} ${release()} ${process.arch}, ${cpus().length} CPUs`],
    ['Host', `${hostname()}, up for ${seconds(uptime())}`],
    ['Role', role],
    ['Program', program],
    ['Command', commandLine([process.execPath, ...process.execArgv, ...process.argv.slice(1)])],
    ['Directory', process.cwd()],
    ['Process', `${process.pid}, child of ${process.ppid}, up for ${seconds(process.uptime())}`],
    ['User', userText()],
  ]);
}

function userText(): string {
  const { getuid, getgid } = process;
  return getuid && getgid ? `${getuid()}, group ${getgid()}` : 'unknown here';
}
