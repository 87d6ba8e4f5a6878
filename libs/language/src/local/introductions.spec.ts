import { expect, it } from 'vitest';
import { introductionAsked } from './introductions.js';

it.each([
  ['Hello! What can you do for me?', 'en'],
  ['Grüß Gott', 'de'],
  ['Bonsoir', 'fr'],
  ['¡Buenos días!', 'es'],
])('%s', (said, language) => expect(introductionAsked(said)).toBe(language));

it.each([
  'Hello, who owns the pool?',
  'Thanks!',
  'What can you do in the pool?',
  'Who are you waiting for',
  '',
  '?',
  'Hilfe bei Hochwasser',
  'hallo '.repeat(20),
])('not: %s', (said) => expect(introductionAsked(said)).toBeUndefined());
