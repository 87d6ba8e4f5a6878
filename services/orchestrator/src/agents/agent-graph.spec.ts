import { expect, it } from 'vitest';
import type { QueryRoute } from '../graph/agent-question.js';
import { graphOverFakes, runOf } from './agent-graph.fixture.js';
import { routeQuestion } from './router.policy.js';

const QUESTION = 'How long are daily snapshots kept?';

it.each([
  ['chat', 0],
  ['documents', 1],
] as const)('follows the route it was given, %s, and decides none of its own', async (route: QueryRoute, searches) => {
  const { graph, fakes } = await graphOverFakes();
  fakes.know({ name: 'backups.md', text: 'Daily snapshots are kept 35 days.' });
  fakes.answer = ['Daily snapshots are kept 35 days.'];
  const { run, asked } = runOf(QUESTION, 'simple', route);
  expect(routeQuestion(QUESTION).route).toBe('documents');
  expect(await graph.answer(asked, run)).toMatchObject({ route, verdict: { mode: route === 'chat' ? 'chat' : 'generated' } });
  expect(fakes.searches).toHaveLength(searches);
  expect(run.trace.filter(({ agent }) => agent === 'query_router')).toEqual([{ agent: 'query_router', durationMs: 1 }]);
});
