import { describe, expect, it } from 'vitest';
import { tokenise } from '../words/tokenise.js';
import { pointsOutside } from './pointing.js';

const pointerIn = (text: string): string | undefined => pointsOutside(tokenise(text));

describe('pointsOutside', () => {
  it.each([
    ['Why does the lamp blink in this circuit?', 'this circuit'],
    ['What is this?', 'this'],
    ['How do these parts fit together?', 'these parts'],
    ['What is wrong here?', 'here'],
    ['How do I solve my problem?', 'my problem'],
    ['What does our code print?', 'our code'],
    ['What follows from the above equation?', 'the above'],
    ['What is that?', 'that'],
    ['Is that normal?', 'that'],
    ['What are their duties?', 'their'],
    ['Where do they live?', 'they'],
    ['Does it support IPv6?', 'it'],
    ['Is it open?', 'it'],
    ['How do I mount it?', 'it'],
    ['Who wrote those?', 'those'],
  ])('%s: %s', (text, pointer) => expect(pointerIn(text)).toBe(pointer));

  it.each([
    'How long does it take to charge the battery?',
    'Is it possible to restore a file?',
    'What changes this year?',
    'Which snapshots are older than those of the archive?',
    'How do bees make their honey?',
    'Does the pump lose its pressure when it is cold?',
    'How do I reset my password?',
    'My router blinks red. How do I stop this?',
    'Is there a fee?',
    'What is the rule that forbids smoking?',
  ])('nothing in %s', (text) => expect(pointerIn(text)).toBeUndefined());
});
