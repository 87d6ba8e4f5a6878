import type { QueryTrace } from '@docmind/contracts';
import { duration, number, t } from '../words/words.js';

type Agent = QueryTrace['agents'][number];

/** A bar for each agent where it began and for as long as it worked; the numbers stand beside it. */
export function Timeline({ trace }: { trace: QueryTrace }) {
  const end = Math.max(1, ...trace.agents.map(({ startedAtMs, durationMs }) => startedAtMs + durationMs));
  return (
    <>
      <h3>{t('why.timeline')}</h3>
      <ol class="timeline">
        {trace.agents.map((agent, index) => (
          <Row key={index} agent={agent} end={end} trace={trace} />
        ))}
      </ol>
      {trace.toolCalls.length > 0 && (
        <>
          <h3>{t('why.tools')}</h3>
          <ul class="plain-list">
            {trace.toolCalls.map((call) => (
              <li key={call.id}>
                {call.tool === 'search_documents' ? t('tool.search_documents') : call.tool}: <span lang="en">{call.result}</span> (
                {duration(call.durationMs)})
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Row({ agent, end, trace }: { agent: Agent; end: number; trace: QueryTrace }) {
  const why = trace.handoffs.find(({ to }) => to === agent.agent)?.why;
  const tokens = trace.tokens.filter((use) => use.agent === agent.agent).reduce((sum, use) => sum + use.usage.total_tokens, 0);
  return (
    <li>
      <span class="timeline-name">{t(`agent.${agent.agent}`)}</span>
      <span class="timeline-track" aria-hidden="true">
        <span
          class="timeline-bar"
          style={{ left: `${(agent.startedAtMs / end) * 100}%`, width: `${Math.max(0.6, (agent.durationMs / end) * 100)}%` }}
        />
      </span>
      <span class="timeline-time">
        {duration(agent.durationMs)}
        {tokens > 0 && ` · ${t('why.tokenCount', { count: number(tokens) })}`}
      </span>
      {why && (
        <span class="quiet timeline-why" lang="en">
          {why}
        </span>
      )}
    </li>
  );
}
