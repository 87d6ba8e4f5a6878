import { useEffect, useRef } from 'preact/hooks';
import { mayAsk, mayBring } from '../account/account.js';
import { Icon } from '../parts/icon.js';
import { Problem } from '../parts/problem.js';
import { linkTo, rename, route } from '../shell/route.js';
import { SourcePanel } from '../source/source-panel.js';
import { closeSource, openSource } from '../source/source.js';
import { t } from '../words/words.js';
import { Composer } from './composer.js';
import { ask, conversation, open, startNew, type Turn } from './conversation.js';
import { TurnView } from './turn-view.js';
import { documentCount } from './shelf.js';
import { verdictOf } from './verdict.policy.js';

export function AskPage() {
  const { id } = route.value;
  useEffect(() => {
    if (id === conversation.value.sessionId) return;
    closeSource();
    if (id === undefined) startNew();
    else void open(id);
  }, [id]);
  const { turns, state, problem } = conversation.value;
  const send = (question: string) => void ask(question, onSession);
  return (
    <div class={openSource.value ? 'ask ask-with-source' : 'ask'}>
      <section class="ask-main" aria-label={t('ask.label')}>
        <div class="turns">
          {state === 'loading' && (
            <p class="quiet" role="status">
              {t('conversation.loading')}
            </p>
          )}
          <Problem of={problem} />
          {turns.length === 0 && state === 'ready' && <Welcome />}
          <ol class="turn-list">
            {turns.map((turn, index) => (
              <TurnView key={turn.key} turn={turn} isLast={index === turns.length - 1} onSession={onSession} />
            ))}
          </ol>
          <div class="sr-only" role="status">
            {outcomeOf(turns.at(-1))}
          </div>
          <End turns={turns} />
        </div>
        {mayAsk() ? <Composer onSend={send} /> : <p class="composer-note">{t('ask.notAllowed')}</p>}
      </section>
      <SourcePanel />
    </div>
  );
}

/** For who hears the page: an answer is read out as it comes, and how it is to be taken once it is whole. */
function outcomeOf(last: Turn | undefined): string {
  if (last?.reply && last.isNew) return t(`verdict.${verdictOf(last.reply)}`);
  return last?.state === 'stopped' ? t('ask.stopped') : '';
}

function onSession(id: string): void {
  if (route.value.page === 'ask' && route.value.id !== id) rename('ask', id);
}

/** Keeps the newest words in sight while they come, unless the reader has gone up. */
function End({ turns }: { turns: readonly Turn[] }) {
  const end = useRef<HTMLDivElement>(null);
  /** How tall all was before the newest words; where the reader is, is measured by that. */
  const height = useRef(0);
  const last = turns.at(-1);
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [turns.length]);
  useEffect(() => {
    const box = end.current?.closest('.turns');
    if (!box) return;
    if (height.current - box.scrollTop - box.clientHeight < 160) end.current?.scrollIntoView({ block: 'end' });
    height.current = box.scrollHeight;
  }, [turns.length, last?.text.length, last?.state]);
  return <div ref={end} />;
}

function Welcome() {
  const count = documentCount.value;
  return (
    <div class="welcome">
      <h1>{t('welcome.title')}</h1>
      <p>{t('welcome.text')}</p>
      {count === 0 && (
        <p class="welcome-empty">
          {t('welcome.empty')}{' '}
          {mayBring() && (
            <a class="button button-strong" href={linkTo('documents')}>
              <Icon name="upload" />
              {t('welcome.add')}
            </a>
          )}
        </p>
      )}
      {count !== undefined && count > 0 && <p class="quiet">{t('welcome.count', { count })}</p>}
    </div>
  );
}
