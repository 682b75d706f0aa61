import type { Answer } from './fake-broker.js';

/** Tells the frames of a life apart: each is the nth of its kind. */
export const placeOf =
  (counts: Map<string, number>) =>
  (...[method, fields, { purpose }]: Parameters<Answer>): string => {
    const what = String(fields.queue ?? fields.exchange ?? '').replace(/[0-9a-f]{32}/, '*');
    const key = `${purpose} ${method} ${what}`.trim();
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return `${key} #${nth}`;
  };

export const kindOf = (place: string) => place.replace(/ #\d+$/, '');
