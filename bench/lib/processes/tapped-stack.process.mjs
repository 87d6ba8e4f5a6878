// All five services in this process, with a tap on what passes between them. The tap only takes times.
import { createHash } from 'node:crypto';
import { InProcessTransport } from '@docmind/messaging';
import { loadStackConfig, startEmbedded } from '@docmind/stack';
import { AgentRun } from '../../../services/orchestrator/dist/graph/agent-run.js';
import { answerWith, ready } from './child.mjs';

const calls = [];
const agents = [];
const ingested = [];
const take = (list) => list.splice(0);

const Client = Object.getPrototypeOf(new InProcessTransport().client);
const { call, stream } = Client;

Client.call = async function tappedCall(contract, request, context, options) {
  const startedAt = performance.now();
  try {
    return await call.call(this, contract, request, context, options);
  } finally {
    calls.push({ subject: contract.subject, startedAt, endedAt: performance.now() });
  }
};

Client.stream = async function* tappedStream(contract, request, context) {
  const startedAt = performance.now();
  const hash = contract.subject === 'cache.ingestion.process' ? createHash('sha256') : undefined;
  try {
    for await (const frame of stream.call(this, contract, request, context)) {
      if (frame.type === 'chunks') for (const chunk of frame.chunks) hash?.update(JSON.stringify(chunk));
      yield frame;
    }
  } finally {
    calls.push({ subject: contract.subject, startedAt, endedAt: performance.now() });
    if (hash) ingested.push({ contentHash: request.contentHash, chunksHash: hash.digest('hex') });
  }
};

const { measure } = AgentRun.prototype;
AgentRun.prototype.measure = async function tappedMeasure(agent, work) {
  const startedAt = performance.now();
  try {
    return await measure.call(this, agent, work);
  } finally {
    agents.push({ agent, startedAt, endedAt: performance.now() });
  }
};

const { urls } = await startEmbedded(loadStackConfig());
answerWith({
  /** What passed since it was last asked: messages between services, the agents' work, and a hash of each document's chunks. */
  passed: () => ({ calls: take(calls), agents: take(agents), ingested: take(ingested) }),
});
ready({ urls });
