import { Injectable } from '@nestjs/common';
import type { AgentStateUpdate, AgentStateValue } from '../graph/agent-state.js';
import { GraphAgent } from '../graph/graph-agent.port.js';
import { extractAnswer } from '../grounding/extract.policy.js';
import { citationsFor } from '../grounding/passages.policy.js';
import { findProblems, verdictOf } from '../grounding/validator.policy.js';
import { searchedQuestions } from './planner.policy.js';

export const NOTHING_FOUND = 'I found nothing about this in the documents.';

/** Lets a draft through that its sources bear out, and else answers with the sources' own words. */
@Injectable()
export class ValidatorAgent extends GraphAgent {
  readonly name = 'response_validator';

  work(state: AgentStateValue): AgentStateUpdate {
    if (state.route !== 'documents') return { answer: state.draft ?? '', citations: [], verdict: verdictOf([], 'chat') };
    const passages = state.passages ?? [];
    if (passages.length === 0) return nothingFound('no passage of the documents is about the question');
    const questions = searchedQuestions(state);
    const draft = state.draft ?? '';
    const problems = findProblems(questions, draft, passages);
    if (problems.length === 0) {
      return { answer: draft, citations: citationsFor(questions.join(' '), draft, passages), verdict: verdictOf([], 'generated') };
    }
    const extracted = extractAnswer(questions, passages);
    if (extracted === undefined) return nothingFound(...problems);
    return { ...extracted, verdict: verdictOf(problems, 'extractive') };
  }
}

function nothingFound(...problems: string[]): AgentStateUpdate {
  return { answer: NOTHING_FOUND, citations: [], verdict: { grounded: false, mode: 'extractive', problems }, finishReason: 'stop' };
}
