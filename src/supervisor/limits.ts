/** Exit codes of a launcher that ends by its own decision; the whole table is in docs/operations.md. */
export const GAVE_UP = 4;
export const BAD_DEFINITION = 78;

/** Seconds between the rungs terminate, kill, and giving a process up that not even SIGKILL ended. */
export const KILL_TIMEOUT = 5;

/** Two SIGINTs closer than this, in seconds, are one: npm passes on what the terminal has sent to the whole group already. */
export const ONE_KEYPRESS = 0.5;
