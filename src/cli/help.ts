/** What --help says below the options; made for a terminal of 80 columns. */
export const NOTES = `
Service options:
  What follows -- is laid over the config of the services: --listen.port=8080
  sets "port" in the group "listen", --debug is true, --no-debug is false:

    nova-launch --binary api --workers 4 -- --listen.port=9000 --debug

Definition:
  JSON, comments allowed. The smallest one:

    { "services": { "api": { "module": "./api.js" } } }

  where api.js exports a class with start() and, if it needs them,
  stop(graceful), wait() and reset(). A fuller one:

    {
      "config": { "debug": false },               // shared by all services
      "services": {
        "api": {
          "module": "./api.js", "export": "Api",  // a file, or a package
          "workers": "auto",                      // default: 1
          "config": { "listen": { "port": 8080 } },
          "env": { "TOKEN": "\${file:/run/token}" },
          "after": ["cache"],                     // starts when cache is ready
          "readyTimeout": 30,                     // seconds for start()
          "gracefulShutdownTimeout": 60           // seconds; 0 is unlimited
        },
        "cache": { "module": "./cache.js" }
      }
    }

  \${VAR}, \${VAR:-default} and \${file:/path} stand in any string. Further
  settings: quorum, nodeArgs, essential, restartMethod ("reload" or "mutate"),
  restart {intensity, period, backoff {initial, max}}, reload {surge,
  stableFor}, watchdogTimeout, healthInterval, recycle {maxLifetime, maxTasks,
  maxMemory {soft, hard}} and schedulingPolicy ("none" or "rr"). Beside
  "services" there may be report {directory, trigger}, backdoor, log {file,
  mode} and metrics ("HOST:PORT"). docs/reference.md tells the defaults.

Binaries:
  A name after --binary is looked up in the definition, then among what the
  package here and its dependencies declare in their package.json, then among
  what is built in:

    "nova-launch": { "binaries": { "my-api": "./dist/api.js#Api" } }

Control:
  status, reload, restart, scale, stop, start, log-level, report, events and
  logs ask a running supervisor over its control socket, which they find by
  the same --config and --binary, or by --name or --control.

Signals:
  SIGHUP            read the definition again and reload: new workers first,
                    then the old ones are drained; if anything is wrong with
                    the new ones, the old ones stay
  SIGTERM, SIGINT   stop: take no new work, finish what is in flight within
                    gracefulShutdownTimeout, then SIGKILL
  SIGINT again      take the next step of that at once; a repeated SIGTERM
                    changes nothing
  SIGTTIN, SIGTTOU  one worker more, one worker less
  SIGUSR1           open the file of the log anew, where there is one
  SIGUSR2           write a report of what all processes do

Nova:
  boot, instance and service drive the services of Nova: they have instances
  built, moved and deleted, and show what happens on the way. docs/nova.md.

Exit codes (of call and cast: nova-launch help call):
    0  stopped cleanly; of a command: done
    1  of boot and instance: an instance is not what it was to be
    2  wrong usage of the command line, or another supervisor runs the same
       already
    3  of a command: no supervisor runs, or no service of Nova
    4  gave up: an essential service kept failing, its restart budget is empty
    5  of a command: the supervisor has refused it
   70  internal error of nova-launch; please report it
   75  stopped, but not all had finished within the graceful deadline; of a
       command: the supervisor does not answer
   78  the definition is wrong
  130  stopped by a repeated SIGINT, without waiting

Examples:
  nova-launch                                  every service of ./services.json
  nova-launch --config prod.json --binary api  one of another definition
  nova-launch --workers auto --set listen.port=9000
  nova-launch check                            is it right? Lists every fault
  nova-launch plan --binary api                what would run, and why
  nova-launch status --watch                   what runs, and how it is doing
  nova-launch reload --wait                    exit code 5 if it was refused
  nova-launch --watch --inspect                for development
  nova-launch scale api 8
  nova-launch log-level api debug              until the next reload of it
  nova-launch stop                             and wait for it
  nova-launch call calculator add '{"a": 1, "b": 2}'
  nova-launch boot web --count 2               with the services of Nova
  source <(nova-launch completion bash)        completion for this shell
`;
