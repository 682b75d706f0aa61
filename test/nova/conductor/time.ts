/** A clock that can be put forward. */
export class Time {
  /** Seconds that have passed without anybody waiting for them. */
  skew = 0;
  readonly now = (): Date => new Date(Date.now() + this.skew * 1000);
}
