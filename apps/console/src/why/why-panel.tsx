import type { AskedEngine, CacheOutcome, QueryTrace } from '@docmind/contracts';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { mayJudge } from '../account/account.js';
import type { ShownReply } from '../ask/conversation.js';
import { DoorError, getJson, sendJson } from '../door/door.js';
import { Folded } from '../parts/folded.js';
import { Icon } from '../parts/icon.js';
import { Problem } from '../parts/problem.js';
import { duration, number, percent, t } from '../words/words.js';
import { Timeline } from './timeline.js';

/** How an answer came about: what the cache did, which agent took how long, and what it cost. */
export function WhyPanel({ reply }: { reply: ShownReply }) {
  const [trace, setTrace] = useState<QueryTrace>();
  const [problem, setProblem] = useState<unknown>();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (reply.id === undefined) return;
    getJson<QueryTrace>(`/queries/${encodeURIComponent(reply.id)}/trace`).then(setTrace, setProblem);
  }, [reply.id]);
  // It opens below what was clicked, where the question field may cover it; what a reply from the door adds makes it longer.
  useEffect(() => panel.current?.scrollIntoView({ block: 'nearest' }), [trace, problem]);
  const isForgotten = problem instanceof DoorError && problem.code === 'NOT_FOUND';
  const { validation, cache, degraded = [] } = reply;
  const problems = [...degraded.map(({ agent, reason }) => `${t(`agent.${agent}`)}: ${reason}`), ...validation.problems];
  return (
    <section class="why" aria-label={t('ask.why')} ref={panel}>
      {cache && <CacheWhy cache={cache} />}
      <h3>{t('why.checked')}</h3>
      <Facts reply={reply} trace={trace} />
      {problems.length > 0 && (
        <>
          <h3>{t('why.problems')}</h3>
          <ul class="plain-list">
            {problems.map((one) => (
              <li key={one} lang="en">
                {one}
              </li>
            ))}
          </ul>
        </>
      )}
      {trace && trace.agents.length > 0 && <Timeline trace={trace} />}
      {isForgotten ? <p class="quiet">{t('why.noTrace')}</p> : <Problem of={problem} />}
    </section>
  );
}

/** Where it came from, and what it cost. */
function Facts({ reply: { validation, engines, model, timings }, trace }: { reply: ShownReply; trace: QueryTrace | undefined }) {
  return (
    <dl class="facts">
      {engines && <Fact name={t('why.engine')} value={namesOf(engines)} />}
      {/* An answer that was kept before engines were told. */}
      {!engines && model && <Fact name={t('why.model')} value={model} />}
      {validation.chance !== undefined && <Fact name={t('why.chance')} value={percent(validation.chance)} />}
      {timings && <Fact name={t('why.total')} value={duration(timings.totalMs)} />}
      {timings && <Fact name={t('why.first')} value={duration(timings.timeToFirstTokenMs)} />}
      {trace && <Fact name={t('why.route')} value={routeOf(trace.routing)} />}
      {trace && trace.usage.total_tokens > 0 && (
        <Fact
          name={t('why.tokens')}
          value={t('why.tokensOf', { read: number(trace.usage.prompt_tokens), written: number(trace.usage.completion_tokens) })}
        />
      )}
    </dl>
  );
}

function routeOf({ route, complexity }: QueryTrace['routing']): string {
  return t(route === 'documents' ? `route.documents.${complexity}` : `route.${route}`);
}

function namesOf(engines: readonly AskedEngine[]): string {
  if (engines.length === 0) return t('why.noEngine');
  return engines.map(({ backend, model }) => `${backend} (${model})`).join(', ');
}

function Fact({ name, value }: { name: string; value: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function CacheWhy({ cache }: { cache: CacheOutcome }) {
  // The same question has no likeness and no chance: it is the same.
  const isLike = cache.result !== 'exact';
  const isHit = cache.result === 'exact' || cache.result === 'semantic';
  return (
    <>
      <h3>{t('why.cache')}</h3>
      <p>
        <strong>{t(`cache.${cache.result}`)}</strong>
      </p>
      <dl class="facts">
        {cache.question && <Fact name={t('why.kept')} value={<Folded text={cache.question} />} />}
        {isLike && cache.similarity !== undefined && (
          <Fact name={t('why.likeness')} value={number(cache.similarity, { maximumFractionDigits: 3 })} />
        )}
        {isLike && cache.probability !== undefined && <Fact name={t('why.probability')} value={percent(cache.probability)} />}
        {cache.ageSeconds !== undefined && <Fact name={t('why.age')} value={duration(cache.ageSeconds * 1_000)} />}
      </dl>
      {isLike && (
        <p class="quiet" lang="en">
          {cache.why}
        </p>
      )}
      {isHit && cache.entry && mayJudge() && <WrongButton entry={cache.entry} />}
    </>
  );
}

/** One click: the kept answer goes, and the cache becomes stricter. */
function WrongButton({ entry }: { entry: string }) {
  const [state, setState] = useState<'open' | 'sent' | 'gone'>('open');
  const [problem, setProblem] = useState<unknown>();
  const send = async () => {
    setState('sent');
    try {
      await sendJson('POST', '/feedback', { entry, verdict: 'wrong' });
      setState('gone');
    } catch (thrown) {
      setProblem(thrown);
      setState('open');
    }
  };
  if (state === 'gone')
    return (
      <p role="status">
        <Icon name="check" /> {t('why.wrongDone')}
      </p>
    );
  return (
    <>
      <button type="button" class="button" disabled={state === 'sent'} onClick={() => void send()}>
        <Icon name="warning" />
        {t('why.wrong')}
      </button>
      <Problem of={problem} />
    </>
  );
}
