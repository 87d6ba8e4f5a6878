// One question that needs all five agents, on a model of 0 ms: what is left is the agents' coordination.
import { makeDocuments } from '../lib/load/documents.mjs';
import { postJson, upload } from '../lib/load/http.mjs';
import { median, p50, p95 } from '../lib/figures/percentiles.mjs';
import { MODELS, startEngine, startStack, startTappedStack } from '../lib/processes/services.mjs';
import { gapsBetween, timeOutside } from './intervals.mjs';

export const about = 'a five-agent question on a model of 0 ms: orchestration, handoffs, start of the whole stack';
export const models = MODELS;
export const targets = { orchestration_p50_ms: '< 25', handoff_p50_ms: '< 2', trim_128k_ms: '< 50', init_s: '< 1' };

const DOCUMENTS = 12;
const WARM_UP = 5;
const QUESTIONS = 100;
const QUICK_QUESTIONS = 20;
const AGENTS = ['query_router', 'query_planner', 'retrieval_expert', 'result_synthesizer', 'response_validator'];
/** Calls of one kind a question, all together; those that run at once count each. */
const CALLS = {
  search: 'persistence.document.search',
  embed: 'cache.texts.embed',
  align: 'cache.texts.align',
  generate: 'inference.chat.stream',
};
/** The model, and the retrieval expert's tools. All else that is called counts as orchestration, the cache's lookup with its embedding too. */
const MODEL_AND_TOOLS = /^(inference\..*|cache\.texts\.embed|persistence\.document\.search)$/;

export async function run({ rounds, quick, log }, scope) {
  const engine = await startEngine(scope);
  const starts = [];
  for (let round = 0; round < rounds; round++) {
    const stack = await startStack(scope, { engineUrl: engine.url });
    starts.push(stack.startedInMs / 1_000);
    await stack.stop();
  }
  log(`started ${rounds} times, ${median(starts).toFixed(2)} s in the middle`);
  const { urls, ask } = await startTappedStack(scope, { engineUrl: engine.url });
  for (const document of makeDocuments(DOCUMENTS)) await upload(urls.orchestrator, document);
  const asked = await questions(quick ? QUICK_QUESTIONS : QUESTIONS, urls.orchestrator, ask);
  const handoffs = asked.flatMap(({ handoffMs }) => handoffMs);
  const of = (key) => asked.map((question) => question[key]);
  const figures = {
    orchestration_p50_ms: p50(of('orchestrationMs')),
    orchestration_p95_ms: p95(of('orchestrationMs')),
    handoff_p50_ms: p50(handoffs),
    handoff_p95_ms: p95(handoffs),
    init_s: median(starts),
    total_p50_ms: p50(of('totalMs')),
    cache_lookup_p50_ms: p50(of('lookupMs')),
    ...stagesOf(asked),
  };
  const count = asked.length;
  const samples = {
    orchestration_p50_ms: count,
    orchestration_p95_ms: count,
    handoff_p50_ms: handoffs.length,
    handoff_p95_ms: handoffs.length,
    init_s: starts.length,
    total_p50_ms: count,
    cache_lookup_p50_ms: count,
  };
  return { figures, samples, notMeasured: { trim_128k_ms: 'the benchmark context measures it' } };
}

/** What each agent takes, its calls to others in it, and what those calls do. */
function stagesOf(asked) {
  const stages = [
    ...AGENTS.map((agent) => [agent, ({ agents }) => agents.filter((one) => one.agent === agent)]),
    ...Object.entries(CALLS).map(([name, subject]) => [name, ({ calls }) => calls.filter((one) => one.subject === subject)]),
  ];
  return Object.fromEntries(stages.map(([name, spansOf]) => [`${name}_p50_ms`, p50(asked.map((question) => lengthOf(spansOf(question))))]));
}

const lengthOf = (spans) => spans.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0);

/** Never the same question twice, so that each is a miss and runs all agents. */
async function questions(count, url, ask) {
  const measured = [];
  for (let n = -WARM_UP; n < count; n++) {
    await ask('passed');
    const question = `When does the contract ${n + WARM_UP} in Oslo expire, and which clause of report ${n + WARM_UP} says otherwise?`;
    const startedAt = performance.now();
    const reply = await postJson(`${url}/query`, { question });
    const totalMs = performance.now() - startedAt;
    const passed = await ask('passed');
    assertAllAgents(reply);
    if (n >= 0) measured.push(measure(totalMs, passed));
  }
  return measured;
}

function measure(totalMs, { calls, agents }) {
  const outside = calls.filter(({ subject }) => MODEL_AND_TOOLS.test(subject));
  const lookup = calls.find(({ subject }) => subject === 'cache.semantic.lookup');
  return {
    totalMs,
    orchestrationMs: timeOutside(totalMs, outside),
    lookupMs: lookup.endedAt - lookup.startedAt,
    handoffMs: gapsBetween(agents),
    calls,
    agents,
  };
}

function assertAllAgents({ cache, agents }) {
  const ran = new Set(agents.map(({ agent }) => agent));
  const missing = AGENTS.filter((agent) => !ran.has(agent));
  if (cache.result !== 'miss' || missing.length > 0)
    throw new Error(`a ${cache.result} without ${missing.join(', ') || 'a gap'} was measured`);
}
