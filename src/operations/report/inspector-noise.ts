const NOISE = new RegExp(
  [
    '^Debugger (listening on ws:|attached\\.$|ending on ws:)',
    '^For help, see: https://nodejs\\.org/',
    '^Waiting for the debugger to disconnect',
    '^Starting inspector on \\S+ failed',
  ].join('|'),
);

/** Whether a line of a process is what Node itself prints on stderr because of blockedStack(). */
export const isInspectorNoise = (line: string): boolean => NOISE.test(line);
