/** Seconds between the rungs terminate, kill, and giving a process up that not even SIGKILL ended. */
export const KILL_TIMEOUT = 5;

/** Two SIGINTs closer than this, in seconds, are one: npm passes on what the terminal has sent to the whole group already. */
export const ONE_KEYPRESS = 0.5;
