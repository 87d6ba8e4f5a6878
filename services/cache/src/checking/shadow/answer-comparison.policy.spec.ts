// Cosines as the real embedder gives them: the last test holds them to it.
import { modelsDirForTests } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { createEmbedder } from '../../embedding/embedders/create-embedder.js';
import { cosineOf } from '../../embedding/vectors/embedder.port.js';
import { MAX_COMPARABLE_CHARS } from '../../likeness/similarity.policy.js';
import { type AnswerComparison, compareAnswers } from './answer-comparison.policy.js';

type Case = [question: string, kept: string, fresh: string, cosine: number, verdict: AnswerComparison];

const SNAPSHOTS = 'How long are daily snapshots kept?';
const PASSWORD = 'How do I reset my password?';
const RESET = 'Open Settings, choose Security, click Reset password and follow the link that is sent to you by mail.';
const SKY = 'Why is the sky blue?';
const SCATTERED =
  'Because molecules of the air scatter short wavelengths of sunlight more strongly than long ones; this is called Rayleigh scattering.';
const CASES: Case[] = [
  [SNAPSHOTS, '35 days', 'Daily snapshots are kept for 35 days.', 0.789, 'same'],
  [SNAPSHOTS, '35 days', 'Daily snapshots are kept for 30 days.', 0.669, 'different'],
  [
    SNAPSHOTS,
    'Daily snapshots are kept for 35 days and then removed by the nightly job.',
    'They are retained for 35 days; the nightly job deletes them afterwards.',
    0.859,
    'same',
  ],
  [SNAPSHOTS, 'Daily snapshots are kept for one week.', 'Daily snapshots are retained for 7 days.', 0.878, 'undecided'],
  [SNAPSHOTS, 'Daily snapshots are kept for 35 days.', 'Weekly snapshots are kept for 12 weeks.', 0.776, 'different'],
  ['What is the capital of France?', 'Paris.', 'The capital of France is Paris.', 0.819, 'same'],
  ['What is the capital of France?', 'Paris.', 'The capital of France is Lyon.', 0.703, 'different'],
  ['What is the capital of France?', 'Paris', 'Lyon', 0.709, 'different'],
  [
    'Can guests export data?',
    'Yes, guests can export data from the settings page.',
    'No, only members can export data.',
    0.745,
    'different',
  ],
  ['Can guests export data?', 'Yes.', 'Yes, they can, from the settings page.', 0.68, 'same'],
  ['Can guests export data?', "No, guests can't export data.", 'Guests cannot export any data.', 0.911, 'same'],
  ['Can guests export data?', 'Guests can export data.', 'Guests cannot export data.', 0.82, 'different'],
  ['Who approves a travel request?', 'Your line manager approves it.', 'Travel requests are approved by the line manager.', 0.842, 'same'],
  [
    'Who approves a travel request?',
    'Your line manager approves it.',
    'The finance department approves travel requests.',
    0.676,
    'different',
  ],
  [
    PASSWORD,
    RESET,
    'Go to the Security section of Settings and click Reset password. You will get an email with a link; follow it.',
    0.917,
    'same',
  ],
  [
    PASSWORD,
    RESET,
    'Ask an administrator to open a ticket with the help desk, who will call you back to check who you are.',
    0.579,
    'different',
  ],
  [PASSWORD, RESET, "I'm sorry, but I don't have that information.", 0.382, 'undecided'],
  [
    'What does the nightly job do?',
    'It removes snapshots that are older than the retention period and compacts the index.',
    'The nightly job deletes expired snapshots and compacts the index.',
    0.798,
    'undecided',
  ],
  [
    'What does the nightly job do?',
    'It removes snapshots that are older than the retention period and compacts the index.',
    "It sends a report of the day's sales to every regional manager.",
    0.443,
    'different',
  ],
  ['Which port does the cache use?', 'The cache listens on port 8899.', '8899', 0.707, 'same'],
  ['Which port does the cache use?', 'The cache listens on port 8899.', 'It listens on port 8080 by default.', 0.681, 'different'],
  [
    SKY,
    SCATTERED,
    'The sky looks blue due to Rayleigh scattering: air molecules scatter blue light more than red light.',
    0.831,
    'undecided',
  ],
  [SKY, SCATTERED, 'The sun is a star whose core fuses hydrogen into helium, which releases energy as light and heat.', 0.652, 'undecided'],
  ['Is encryption enabled by default?', 'Encryption is enabled by default.', 'Encryption is disabled by default.', 0.928, 'different'],
  ['Is encryption enabled by default?', 'Encryption is enabled by default.', 'Yes, it is on by default.', 0.677, 'undecided'],
  ['When did the war end?', 'It ended in 1918.', 'The war ended on 11 November 1918.', 0.875, 'same'],
  ['When did the war end?', 'It ended in 1918.', 'The war ended in 1945.', 0.776, 'different'],
  ['What colour is the warning light?', 'The warning light is amber.', 'It is amber.', 0.811, 'same'],
  ['What colour is the warning light?', 'The warning light is amber.', 'It is red.', 0.671, 'different'],
  [
    'How do I make pancakes?',
    'Whisk flour, milk and eggs into a smooth batter, let it rest, then fry thin layers in butter on both sides.',
    'Mix milk, eggs and flour until smooth. Rest the batter, then fry it in butter, turning once.',
    0.873,
    'same',
  ],
  [
    'How do I make pancakes?',
    'Whisk flour, milk and eggs into a smooth batter, let it rest, then fry thin layers in butter on both sides.',
    'Knead flour, water, yeast and salt, let the dough rise for two hours, then bake it in a hot oven.',
    0.666,
    'undecided',
  ],
  ['Where is the office?', 'The office is in Berlin.', 'Our office is located at the main station in Berlin.', 0.839, 'same'],
  ['Where is the office?', 'The office is in Berlin.', 'The office is in Munich.', 0.862, 'different'],
  [
    'What is the refund period for damaged goods?',
    'Damaged goods can be returned within 14 days for a full refund.',
    'You get a full refund if damaged goods are returned within 14 days.',
    0.971,
    'same',
  ],
  [
    'What is the refund period for damaged goods?',
    'Damaged goods can be returned within 14 days for a full refund.',
    'Unopened goods can be exchanged within 60 days, but are never refunded.',
    0.683,
    'different',
  ],
  ['Who wrote Hamlet?', 'William Shakespeare', 'Hamlet was written by William Shakespeare around 1600.', 0.804, 'same'],
  ['Who wrote Hamlet?', 'William Shakespeare', 'Christopher Marlowe wrote it.', 0.65, 'different'],
  [
    'How many users may share a licence?',
    'Up to five users may share one licence.',
    'A licence can be shared by up to 5 users.',
    0.969,
    'same',
  ],
  [
    'What is photosynthesis?',
    'Photosynthesis is the process by which plants turn light, water and carbon dioxide into sugar and oxygen.',
    'It is how plants use sunlight to make glucose and oxygen from water and carbon dioxide.',
    0.885,
    'same',
  ],
  [
    'What is photosynthesis?',
    'Photosynthesis is the process by which plants turn light, water and carbon dioxide into sugar and oxygen.',
    'Respiration is the process by which cells break down sugar with oxygen to release energy.',
    0.799,
    'undecided',
  ],
  [
    'Which plan includes support?',
    'The Business plan includes support.',
    'Support is part of the Business plan and the Enterprise plan.',
    0.936,
    'undecided',
  ],
  ['Which plan includes support?', 'The Business plan includes support.', 'Only the Enterprise plan includes support.', 0.8, 'different'],
];

describe('compareAnswers', () => {
  it.each(CASES)('%s: "%s" and "%s" (cosine %f): %s', (question, kept, fresh, cosine, verdict) => {
    expect(compareAnswers(question, kept, fresh, cosine)).toBe(verdict);
    expect(compareAnswers(question, fresh, kept, cosine)).toBe(verdict);
  });

  it('takes the numbers of a list for marks, and reads no further than the embedder', () => {
    const list = (marks: string[]) => marks.map((mark) => `${mark} Open the lid and clean the filter`).join('\n');
    expect(compareAnswers('How?', list(['1.', '2.']), list(['-', '-']), 0.95)).toBe('same');
    const long = 'word '.repeat(MAX_COMPARABLE_CHARS / 5);
    expect(compareAnswers('How?', `${long} 5 days`, `${long} 6 days`, 1)).toBe('same');
  });

  it('is shown cosines of the real embedder', async () => {
    const embedder = await createEmbedder({ id: 'bge-small-en-v1.5-int8', modelsDir: modelsDirForTests() });
    for (const [, kept, fresh, cosine] of CASES) {
      const [left, right] = [await embedder.embed(kept, 'passage'), await embedder.embed(fresh, 'passage')];
      expect(cosineOf(left, right), `${kept} | ${fresh}`).toBeCloseTo(cosine, 2);
    }
    await embedder.close();
  });
});
