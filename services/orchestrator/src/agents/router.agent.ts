import { Injectable } from '@nestjs/common';
import type { Routed } from '../graph/agent-question.js';
import { routeQuestion } from './router.policy.js';

/** Decides once a question, before the cache is asked: the route is part of the cache's scope, and the graph starts from it. */
@Injectable()
export class RouterAgent {
  route(question: string, facts: { corpusEmpty: boolean }): Routed {
    const startedAt = performance.now();
    const decision = routeQuestion(question, facts);
    return { ...decision, durationMs: performance.now() - startedAt };
  }
}
