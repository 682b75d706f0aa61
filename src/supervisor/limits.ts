/** Exit codes of a launcher that ends by its own decision; the whole table is in docs/operations.md. */
export const GAVE_UP = 4;
export const BAD_DEFINITION = 78;

/** Seconds between the rungs terminate, kill, and giving a process up that not even SIGKILL ended. */
export const KILL_TIMEOUT = 5;

/** Seconds between the moment in which a worker's silence is noticed and its end: for a report of what it does. */
export const DIAGNOSIS = 5;

/** A deadline that is looked at so many seconds after it has passed proves nothing: the supervisor did not run itself. */
export const LATE = 1;

/** By how much, as a fraction, a lifetime is shortened at random, so that not all workers go together. */
export const LIFETIME_JITTER = 0.1;

/** Two SIGINTs closer than this, in seconds, are one: npm passes on what the terminal has sent to the whole group already. */
export const ONE_KEYPRESS = 0.5;

/** The most workers that a service can be scaled to: as many as a definition may ask for. */
export const MOST_WORKERS = 1024;

/** So many failures of a service are remembered for people. */
export const MOST_FAILURES = 10;
