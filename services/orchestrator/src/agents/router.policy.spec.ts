import { describe, expect, it } from 'vitest';
import { routeQuestion } from './router.policy.js';

describe('routeQuestion', () => {
  it.each([
    'Hi',
    'hello there!',
    'Thanks a lot',
    'Good morning',
    'How are you?',
    'What can you do?',
    'ok',
    'Hello there, how are you today?',
    "Hi, what's up?",
  ])('small talk: %s', (question) => {
    expect(routeQuestion(question).route).toBe('small_talk');
  });
  it.each([
    'How long are daily snapshots kept?',
    'What does the handbook say about hello messages in letters?',
    'snapshot retention',
    'Thanks for the files, which document has the backup plan?',
    'Write down what the documents say about backups',
  ])('documents: %s', (question) => {
    expect(routeQuestion(question).route).toBe('documents');
  });
  it.each(['Write a poem about the sea', 'Can you translate "house" to French?', 'tell me a joke'])('chat: %s', (question) => {
    expect(routeQuestion(question).route).toBe('chat');
  });
  it.each([
    'Compare daily and weekly snapshots',
    'What is the difference between the cache and the index?',
    'What is the port of the cache and how long are snapshots kept?',
    'Where is it? Who owns it?',
  ])('complex: %s', (question) => {
    expect(routeQuestion(question).complexity).toBe('complex');
  });
  it.each(['How long are daily and weekly snapshots kept?', 'Who owns the backups?'])('simple: %s', (question) => {
    expect(routeQuestion(question).complexity).toBe('simple');
  });
});
