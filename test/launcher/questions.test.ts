import { expect, it } from 'vitest';
import { Questions } from '../../src/launcher/questions.js';

it('settles what a worker was asked when it has ended, and that alone', async () => {
  const sent: unknown[] = [];
  const questions = new Questions((worker, message) => sent.push([worker, message]));
  const gone = questions.ask(1, { type: 'report' }, 60);
  const other = questions.ask(2, { type: 'report' }, 60);
  expect(sent).toEqual([
    [1, { type: 'report', id: 1 }],
    [2, { type: 'report', id: 2 }],
  ]);
  questions.drop(1);
  questions.answer(2, 'text');
  questions.answer(1, 'too late');
  expect([await gone, await other]).toEqual([undefined, 'text']);
});
