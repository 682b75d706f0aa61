const transport = (codes: string) => `
Transport:
  --transport-url, else that of the definition: of the service that has the
  topic, else the one that all services share. Without any it is ipc://: the
  servers of this user on this machine. With --transport-url a definition is
  read only if --config names it.

Exit codes:
${codes}
    2  wrong usage of the command line
   70  internal error of nova-launch; please report it
   75  nobody took it in time, no reply came in time, or no broker answers
   78  the definition is wrong
  130  interrupted by SIGINT
`;

/** What --help of `call` and `cast` says below the options. */
export const CALL_NOTES = `${transport(`    0  the result is on stdout, as JSON
    1  the method threw, or there is none: its error is on stderr`)}
Examples:
  nova-launch call calculator add '{"a": 1, "b": 2}'
  nova-launch call calculator add '{"a": 1, "b": 2}' --timeout 5 --verbose
  nova-launch call compute ping --server host1 --mandatory \\
    --transport-url rabbit://user:password@broker:5672/
`;

export const CAST_NOTES = `${transport('    0  handed over: to the broker, or to a server')}
Examples:
  nova-launch cast calculator note '{"text": "Hello"}'
  nova-launch cast calculator note '{"text": "Hello"}' --fanout
`;
