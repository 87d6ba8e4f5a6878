import { documentFilterSchema, type Passage, passageSchema, type ToolCallRecord } from '@docmind/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { AgentRun } from '../graph/agent-run.js';
import { textMessage } from '../graph/agent-state.js';
import { GraphAgent } from '../graph/graph-agent.port.js';
import { withoutInstructions } from '../grounding/instructions.policy.js';
import { mergeFindings, relatedPassages } from '../grounding/passages.policy.js';
import { type ToolOutcome, type ToolRequest, ToolRunner } from '../tools/tool-runner.js';
import { searchedQuestions } from './planner.policy.js';

const input = z.object({
  question: z.string(),
  subQuestions: z.array(z.string()).nullable(),
  conversation: z.array(textMessage),
  filter: documentFilterSchema.nullable(),
});
const output = z.object({ passages: z.array(passageSchema), failures: z.array(z.string()) });
type Output = z.infer<typeof output>;

const MAX_PASSAGES = 8;

/** Looks the question up, or each of its parts: one search a part, several at once. */
@Injectable()
export class RetrievalAgent extends GraphAgent<z.infer<typeof input>, Output> {
  readonly name = 'retrieval_expert';
  readonly input = input;
  readonly output = output;

  constructor(
    private readonly tools: ToolRunner,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {
    super();
  }

  /** @throws the first failure where every search failed: then nothing is known of the documents */
  protected async work(asked: z.infer<typeof input>, run: AgentRun): Promise<Output> {
    const queries = searchedQuestions(asked);
    const calls = queries.map((query) => ({
      tool: 'search_documents',
      input: { query, limit: this.config.RETRIEVAL_LIMIT, ...asked.filter },
    }));
    const outcomes = await this.tools.runAll(calls, run.context);
    this.record(calls, outcomes, run);
    const failed = outcomes.filter(({ outcome }) => outcome !== 'done');
    if (failed.length === outcomes.length) throw failed[0]?.error as Error;
    const findings = outcomes.map(({ output }, order) => ({
      order,
      passages: relatedPassages(queries[order] as string, withoutInstructions((output as Passage[] | undefined) ?? [])),
    }));
    const failures = outcomes.flatMap(({ outcome, result }, at) =>
      outcome === 'done' ? [] : [`"${queries[at]}" was not looked up: ${result}`],
    );
    return { passages: mergeFindings(findings, MAX_PASSAGES), failures };
  }

  tell({ passages, failures }: Output): string {
    const names = [...new Set(passages.map(({ documentName }) => documentName))];
    return [passages.length === 0 ? 'No passage is related.' : `${passages.length} passages of ${names.join(', ')}.`, ...failures].join(
      ' ',
    );
  }

  /** As one message with all calls where they ran at once, and as one message each where they did not. */
  private record(calls: readonly ToolRequest[], outcomes: readonly ToolOutcome[], { transcript }: AgentRun): void {
    const records = outcomes.map(({ outcome, result, startedAt, durationMs }, at): ToolCallRecord => {
      const { tool, input: given } = calls[at] as ToolRequest;
      const startedAtMs = transcript.sinceStart(startedAt);
      return {
        id: transcript.nextCallId(),
        agent: this.name,
        tool,
        arguments: JSON.stringify(given),
        outcome,
        result,
        startedAtMs,
        durationMs,
      };
    });
    transcript.called(...records);
    for (const group of this.config.PARALLEL_TOOL_CALLS ? [records] : records.map((record) => [record])) {
      const toolCalls = group.map(({ id, tool, arguments: given }) => ({ id, name: tool, arguments: given }));
      transcript.exchange(
        { role: 'assistant', name: this.name, content: '', toolCalls },
        ...group.map(({ id, tool, result }) => ({ role: 'tool' as const, name: tool, toolCallId: id, content: result })),
      );
    }
  }
}
