import { useState } from 'preact/hooks';
import { Icon } from '../parts/icon.js';
import { t } from '../words/words.js';
import { AnswerView } from './answer-view.js';
import { asText } from './answer-parts.policy.js';
import { draft, isAnswering, retry, stop, type Turn } from './conversation.js';
import { copyText } from '../parts/clipboard.js';
import { Folded } from '../parts/folded.js';
import { Problem } from '../parts/problem.js';
import { WhyPanel } from '../why/why-panel.js';

interface TurnProps {
  readonly turn: Turn;
  readonly isLast: boolean;
  readonly onSession: (id: string) => void;
}

export function TurnView({ turn, isLast, onSession }: TurnProps) {
  const { question, state, reply, problem } = turn;
  return (
    <li class="turn" data-state={state}>
      <h2 class="question">
        <Folded text={question} />
      </h2>
      {reply?.understoodAs && (
        <p class="quiet understood">
          {t('ask.understoodAs')} <Folded text={reply.understoodAs} />
        </p>
      )}
      {reply ? <AnswerView reply={reply} /> : <Coming turn={turn} />}
      {state === 'stopped' && <p class="quiet">{t(turn.text ? 'ask.stopped' : 'ask.stoppedEmpty')}</p>}
      <Problem of={problem} />
      <Actions turn={turn} isLast={isLast} onSession={onSession} />
    </li>
  );
}

/** Each sentence was checked before it is shown, so none is taken back. Nothing where it ended before the first. */
function Coming({ turn: { text, state } }: { turn: Turn }) {
  if (text === '' && state !== 'asking') return null;
  return (
    <div class="answer answer-coming" aria-live="polite" aria-busy={state === 'asking'}>
      {text && <p class="answer-text">{text}</p>}
      {state === 'asking' && <p class="working">{t(text ? 'ask.writing' : 'ask.looking')}</p>}
    </div>
  );
}

function Actions({ turn, isLast, onSession }: TurnProps) {
  const [copied, setCopied] = useState<'yes' | 'no'>();
  const [isWhy, setWhy] = useState(false);
  const { reply, state } = turn;
  if (state === 'asking')
    return (
      <div class="actions">
        <button type="button" class="button" onClick={stop}>
          <Icon name="stop" />
          {t('ask.stop')}
        </button>
      </div>
    );
  const copy = async () => {
    const text = reply ? asText(reply, reply.validation.sentences, t('copy.sources')) : turn.text;
    setCopied((await copyText(text)) ? 'yes' : 'no');
    setTimeout(() => setCopied(undefined), 2_000);
  };
  const edit = () => {
    draft.value = turn.question;
    document.querySelector<HTMLTextAreaElement>('.composer textarea')?.focus();
  };
  return (
    <>
      <div class="actions">
        {(reply || turn.text) && (
          <button type="button" class="button button-quiet" onClick={() => void copy()}>
            <Icon name={copied === 'yes' ? 'check' : 'copy'} />
            <span aria-live="polite">{t(copied === undefined ? 'ask.copy' : copied === 'yes' ? 'ask.copied' : 'ask.notCopied')}</span>
          </button>
        )}
        {isLast && (
          <button
            type="button"
            class="button button-quiet"
            disabled={isAnswering()}
            onClick={() => void retry(turn, onSession, state === 'done' ? 'bypass' : 'use')}
          >
            <Icon name="retry" />
            {t('ask.retry')}
          </button>
        )}
        <button type="button" class="button button-quiet" onClick={edit}>
          <Icon name="edit" />
          {t('ask.edit')}
        </button>
        {reply?.id && (
          <button type="button" class="button button-quiet" aria-expanded={isWhy} onClick={() => setWhy(!isWhy)}>
            <Icon name="why" />
            {t('ask.why')}
          </button>
        )}
      </div>
      {isWhy && reply && <WhyPanel reply={reply} />}
    </>
  );
}
