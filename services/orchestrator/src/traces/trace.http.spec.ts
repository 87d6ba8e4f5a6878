// What each of the specification's options changes, as a person sees it who asks how an answer came about.
import { type QueryReply, type QueryTrace, queryTraceSchema } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { BACKUPS, orchestratorWithFakes, post } from '../orchestrator.fixture.js';

const SIMPLE = 'How long are daily snapshots kept?';
const COMPLEX = 'How long are daily snapshots kept and who tests restores?';
const ANSWER = 'Daily snapshots are kept for 35 days.';

async function withBackups(environment: Record<string, string> = {}) {
  const started = await orchestratorWithFakes(environment);
  started.fakes.know({ name: 'backups.md', text: BACKUPS });
  started.fakes.answer = [ANSWER];
  return started;
}

async function traced(url: string, body: Record<string, unknown>): Promise<{ reply: QueryReply; trace: QueryTrace }> {
  const reply = (await (await post(`${url}/query`, body)).json()) as QueryReply;
  const response = await fetch(`${url}/queries/${reply.id}/trace`);
  expect(response.status).toBe(200);
  return { reply, trace: queryTraceSchema.parse(await response.json()) };
}

async function traceUnder(environment: Record<string, string>, question = COMPLEX): Promise<QueryTrace> {
  const { service } = await withBackups(environment);
  return (await traced(service.url, { question })).trace;
}

const toolsCalled = ({ messages }: QueryTrace): string[] => messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ name }) => name));
const saidBy = ({ messages }: QueryTrace, name: string): string[] =>
  messages.flatMap((message) => (message.name === name && message.content !== '' ? [message.content] : []));

describe('GET /queries/{id}/trace', () => {
  it('tells messages, handoffs, tool calls, times and tokens', async () => {
    const { service } = await withBackups();
    const { reply, trace } = await traced(service.url, { question: COMPLEX });
    expect(trace).toMatchObject({
      question: COMPLEX,
      routing: { route: 'documents', complexity: 'complex', decidedBy: 'policy' },
      cache: { result: 'miss' },
      tokens: [{ agent: 'result_synthesizer', purpose: 'draft', ...reply.engines[0], calls: 1, usage: reply.usage }],
      usage: reply.usage,
      leftOut: 0,
    });
    expect(trace.handoffs.map(({ to }) => to)).toEqual([
      'query_router',
      'query_planner',
      'retrieval_expert',
      'result_synthesizer',
      'response_validator',
    ]);
    expect(trace.toolCalls.map(({ tool, outcome, result }) => ({ tool, outcome, result }))).toEqual([
      { tool: 'search_documents', outcome: 'done', result: '1 passages of backups.md' },
      { tool: 'search_documents', outcome: 'done', result: '1 passages of backups.md' },
    ]);
    expect(trace.agents.map(({ agent }) => agent)).toEqual(trace.handoffs.map(({ to }) => to));
    const inTurns = trace.agents.reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(inTurns + trace.coordinationMs).toBeLessThan(trace.totalMs);
  });

  it('leaves no tool call without its answer, and no answer without its call', async () => {
    for (const outputMode of ['structured', 'full_history', 'last_message']) {
      const { messages } = await traceUnder({ OUTPUT_MODE: outputMode });
      const asked = messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ id }) => id));
      const answered = messages.flatMap(({ toolCallId }) => (toolCallId === undefined ? [] : [toolCallId]));
      expect(answered).toEqual(asked);
      expect(new Set(asked).size).toBe(asked.length);
    }
  });

  it('goes with its session; what is not there is not found', async () => {
    const { service } = await withBackups();
    const { reply } = await traced(service.url, { question: SIMPLE, sessionId: 's1' });
    const url = `${service.url}/queries/${reply.id}/trace`;
    expect((await fetch(`${service.url}/queries/query-none/trace`)).status).toBe(404);
    expect((await fetch(`${service.url}/sessions/s1`, { method: 'DELETE' })).status).toBe(200);
    expect((await fetch(url)).status).toBe(404);
  });

  it('tells of an answer from the cache why it was one', async () => {
    const { service } = await withBackups();
    await traced(service.url, { question: SIMPLE });
    const { trace } = await traced(service.url, { question: SIMPLE });
    expect(trace).toMatchObject({ cache: { result: 'exact' }, messages: [], tokens: [], agents: [{ agent: 'query_router' }] });
  });
});

describe('what each option changes', () => {
  it('ENABLE_LANGGRAPH_SUPERVISOR: whether anybody decides', async () => {
    const off = await traceUnder({ ENABLE_LANGGRAPH_SUPERVISOR: 'false' }, SIMPLE);
    const on = await traceUnder({}, SIMPLE);
    expect(on.agents.map(({ agent }) => agent)).not.toContain('query_planner');
    expect(toolsCalled(on)).toContain('transfer_to_retrieval_expert');
    expect(off.agents.map(({ agent }) => agent)).toEqual([
      'query_router',
      'query_planner',
      'retrieval_expert',
      'result_synthesizer',
      'response_validator',
    ]);
    expect(off).toMatchObject({ handoffs: [], validation: { grounded: true } });
    expect(toolsCalled(off)).toEqual([]);
  });

  it('PARALLEL_TOOL_CALLS: whether an agent’s calls are one message and run at once', async () => {
    const callsIn = ({ messages }: QueryTrace): number[] =>
      messages.flatMap(({ name, toolCalls = [] }) =>
        name === 'retrieval_expert' && toolCalls[0]?.name === 'search_documents' ? [toolCalls.length] : [],
      );
    const overlap = ({ toolCalls: [first, second] }: QueryTrace): boolean =>
      (second?.startedAtMs ?? 0) < (first?.startedAtMs ?? 0) + (first?.durationMs ?? 0);
    const on = await traceUnder({ OUTPUT_MODE: 'full_history' });
    const off = await traceUnder({ OUTPUT_MODE: 'full_history', PARALLEL_TOOL_CALLS: 'false' });
    expect([callsIn(on), overlap(on)]).toEqual([[2], true]);
    expect([callsIn(off), overlap(off)]).toEqual([[1, 1], false]);
  });

  it('MAX_PARALLEL_CALLS: how many run at once', async () => {
    const one = await traceUnder({ MAX_PARALLEL_CALLS: '1' });
    const [first, second] = one.toolCalls;
    expect(second?.startedAtMs).toBeGreaterThanOrEqual((first?.startedAtMs ?? 0) + (first?.durationMs ?? 0));
  });

  it('ADD_HANDOFF_BACK_MESSAGES: whether handing back is a message', async () => {
    expect(toolsCalled(await traceUnder({})).filter((name) => name === 'transfer_back_to_supervisor')).toHaveLength(5);
    expect(toolsCalled(await traceUnder({ ADD_HANDOFF_BACK_MESSAGES: 'false' }))).not.toContain('transfer_back_to_supervisor');
  });

  it('CREATE_FORWARD_MESSAGE_TOOL: whether the checked answer is passed on, or said again by a model and checked again', async () => {
    const on = await traceUnder({}, SIMPLE);
    expect(toolsCalled(on)).toContain('forward_message');
    const { service, fakes } = await withBackups({ CREATE_FORWARD_MESSAGE_TOOL: 'false' });
    const answers = [ANSWER, 'Daily snapshots: 35 days.'];
    fakes.answer = async function* () {
      yield answers.shift() ?? '';
    };
    const { reply, trace } = await traced(service.url, { question: SIMPLE });
    expect(reply).toMatchObject({ answer: 'Daily snapshots: 35 days.', validation: { grounded: true } });
    expect(toolsCalled(trace)).not.toContain('forward_message');
    expect(trace.tokens.map(({ agent, purpose }) => [agent, purpose])).toEqual([
      ['result_synthesizer', 'draft'],
      ['supervisor', 'restate'],
    ]);
    expect(trace.agents.filter(({ agent }) => agent === 'response_validator')).toHaveLength(2);
  });

  it('CREATE_FORWARD_MESSAGE_TOOL off: words that do not hold are not shown, in a stream neither', async () => {
    const { service, fakes } = await withBackups({ CREATE_FORWARD_MESSAGE_TOOL: 'false' });
    const answers = [ANSWER, 'Daily snapshots are kept for a year.'];
    fakes.answer = async function* () {
      yield answers.shift() ?? '';
    };
    const text = await (await post(`${service.url}/query`, { question: SIMPLE, stream: true })).text();
    expect(text).toContain(ANSWER);
    expect(text).not.toContain('kept for a year');
  });

  it('OUTPUT_MODE: what of a turn the others see', async () => {
    const [structured, history, last] = await Promise.all(
      ['structured', 'full_history', 'last_message'].map((mode) => traceUnder({ OUTPUT_MODE: mode }, SIMPLE)),
    );
    expect(JSON.parse(saidBy(structured as QueryTrace, 'result_synthesizer')[0] ?? '')).toEqual({ draft: ANSWER, finishReason: 'stop' });
    expect(saidBy(last as QueryTrace, 'result_synthesizer')).toEqual([ANSWER]);
    expect(saidBy(last as QueryTrace, 'retrieval_expert')).toEqual(['1 passages of backups.md.']);
    expect((history as QueryTrace).messages.some(({ content }) => content.includes('Passages:'))).toBe(true);
    expect(toolsCalled(history as QueryTrace)).toContain('search_documents');
    expect(toolsCalled(last as QueryTrace)).not.toContain('search_documents');
  });

  it('OUTPUT_MODE: what the supervisor’s model call costs', async () => {
    const prompts: Record<string, number> = {};
    for (const mode of ['structured', 'full_history', 'last_message']) {
      const { service, fakes } = await withBackups({ CREATE_FORWARD_MESSAGE_TOOL: 'false', OUTPUT_MODE: mode });
      await traced(service.url, { question: SIMPLE });
      prompts[mode] = fakes.prompts[1]?.messages.at(-1)?.content.length ?? 0;
    }
    expect(prompts.last_message).toBeLessThan(prompts.structured ?? 0);
    expect(prompts.last_message).toBeLessThan(prompts.full_history ?? 0);
  });

  it('AGENT_COORDINATION_TIMEOUT: how long the model may take to decide on a route', async () => {
    const statement = 'My dog is called Rex.';
    const routes = ['50', '20000'].map(async (limit) => {
      const { service, fakes } = await withBackups({ AGENT_COORDINATION_TIMEOUT: limit });
      fakes.answer = async function* (request) {
        if (request.response_format?.type !== 'json_schema') return yield 'Woof.';
        await new Promise((resolve) => setTimeout(resolve, 300));
        yield '{"route": "chat"}';
      };
      return (await traced(service.url, { question: statement })).trace;
    });
    const [late, inTime] = await Promise.all(routes);
    expect(late).toMatchObject({ routing: { route: 'documents', decidedBy: 'policy' }, tokens: [] });
    expect(inTime).toMatchObject({ routing: { route: 'chat', decidedBy: 'model' } });
    expect(inTime?.tokens.map(({ agent, purpose }) => [agent, purpose])).toEqual([
      ['query_router', 'route'],
      ['result_synthesizer', 'chat'],
    ]);
  });

  it.each(['chat', '{"route": "poetry"}', '{"route": "chat", "why": "x"}', ''])(
    'a malformed route %j leaves it to the policy',
    async (said) => {
      const { service, fakes } = await withBackups();
      fakes.answer = [said];
      const { trace } = await traced(service.url, { question: 'My dog is called Rex.' });
      expect(trace.routing).toMatchObject({ route: 'documents', decidedBy: 'policy' });
    },
  );

  it('AGENT_COUNT: nothing but five', async () => {
    await expect(withBackups({ AGENT_COUNT: '4' })).rejects.toThrow(/AGENT_COUNT: must be 5: query_router, .*response_validator/);
    expect((await traceUnder({ AGENT_COUNT: '5' })).agents).toHaveLength(5);
  });
});
