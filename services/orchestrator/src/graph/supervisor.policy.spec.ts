import { describe, expect, it } from 'vitest';
import { inFixedOrder, nextAgent } from './supervisor.policy.js';

const documents = { route: 'documents', complexity: 'simple', validated: false } as const;

describe('nextAgent', () => {
  it.each([
    ['a simple question', documents, 'retrieval_expert'],
    ['a complex question', { ...documents, complexity: 'complex' }, 'query_planner'],
    ['a complex question, late', { ...documents, complexity: 'complex', isLate: true }, 'retrieval_expert'],
    ['a planned question', { ...documents, complexity: 'complex', subQuestions: ['a?'] }, 'retrieval_expert'],
    ['passages found', { ...documents, passageCount: 3 }, 'result_synthesizer'],
    ['nothing found: no model call', { ...documents, passageCount: 0 }, 'response_validator'],
    ['a draft', { ...documents, passageCount: 3, draft: 'x' }, 'response_validator'],
    ['an empty draft is still checked', { ...documents, passageCount: 3, draft: '' }, 'response_validator'],
    ['validated', { ...documents, passageCount: 3, draft: 'x', validated: true }, 'end'],
    ['chat', { route: 'chat', complexity: 'simple', validated: false }, 'result_synthesizer'],
    ['small talk drafted', { route: 'small_talk', complexity: 'simple', draft: 'hi', validated: false }, 'response_validator'],
  ] as const)('%s', (_case, progress, expected) => {
    expect(nextAgent(progress).next).toBe(expected);
  });
});

describe('inFixedOrder', () => {
  it.each([
    ['a simple question too', documents, 'query_planner'],
    ['planned', { ...documents, subQuestions: ['a?'] }, 'retrieval_expert'],
    ['nothing found', { ...documents, subQuestions: ['a?'], passageCount: 0 }, 'result_synthesizer'],
    ['an empty draft', { ...documents, subQuestions: ['a?'], passageCount: 0, draft: '' }, 'response_validator'],
    ['validated', { ...documents, draft: 'x', validated: true }, 'end'],
    ['chat', { route: 'chat', complexity: 'simple', validated: false }, 'result_synthesizer'],
  ] as const)('%s', (_case, progress, expected) => {
    expect(inFixedOrder(progress)).toBe(expected);
  });
});
