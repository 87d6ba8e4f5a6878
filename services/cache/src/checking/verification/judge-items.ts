// Small questions by which a model shows whether it can tell a question in other words from another one. They are nobody's: no labelled pair, no
// calibration and no example of the prompt has them.
import type { Comparison, QuestionPair } from './pair-verifier.port.js';

export interface JudgeItem extends QuestionPair {
  readonly is: Comparison;
}

/** A question, the same in other words, and one that looks like it. */
function item(stored: string, same: string, different: string): JudgeItem[] {
  return [
    { stored, asked: different, is: 'different' },
    { stored, asked: same, is: 'same' },
  ];
}

export const JUDGE_ITEMS: readonly JudgeItem[] = [
  ...item('How do I reset the alarm?', 'What must I do to reset the alarm?', 'How do I set the alarm?'),
  ...item(
    'What is the fine for parking on the lawn?',
    'How much do I pay for parking on the lawn?',
    'What is the fine for smoking on the lawn?',
  ),
  ...item('Who repaired the lift in May?', 'By whom was the lift repaired in May?', 'Who repaired the lift in June?'),
  ...item('Which guests have paid?', 'What guests have already paid?', 'Which guests have not paid?'),
  ...item('How long is the trial period?', 'What is the length of the trial period?', 'How long is the notice period?'),
  ...item('Where is the key to the shed?', 'Where do we keep the key to the shed?', 'Where is the key to the boat?'),
  ...item(
    'What did the tenant tell the caretaker?',
    'What was the caretaker told by the tenant?',
    'What did the caretaker tell the tenant?',
  ),
  ...item('What are the strengths of the offer?', 'What are the strong points of the offer?', 'What are the weaknesses of the offer?'),
  ...item('How many kilos can the trailer carry?', "What is the trailer's payload in kilograms?", 'How many bikes can the trailer carry?'),
  ...item(
    'Can I cancel the booking free of charge?',
    'Is it possible to cancel the booking for free?',
    'Can I move the booking free of charge?',
  ),
  ...item('Who is the head of the choir?', 'Who leads the choir?', 'Who was the first head of the choir?'),
  ...item('What does the kit contain?', "What's in the kit?", 'What does the travel kit contain?'),
];
