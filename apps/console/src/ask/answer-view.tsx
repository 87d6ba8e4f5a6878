import type { Citation, Disagreement, SentenceCheck } from '@docmind/contracts';
import { Icon, type IconName } from '../parts/icon.js';
import { openSource, showSource } from '../source/source.js';
import { dayOf, t } from '../words/words.js';
import { type AnswerPart, placeOf, shownAnswer, type Support, withoutStatements } from './answer-parts.policy.js';
import type { ShownReply } from './conversation.js';
import { type Verdict, verdictOf } from './verdict.policy.js';

const SIGNS: Readonly<Record<Verdict, IconName>> = {
  supported: 'check',
  quoted: 'quote',
  partly: 'half',
  conflict: 'scale',
  refused: 'none',
  listing: 'list',
  unchecked: 'talk',
  unsupported: 'warning',
};

export function AnswerView({ reply }: { reply: ShownReply }) {
  const verdict = verdictOf(reply);
  const { sentences, disagreement } = reply.validation;
  const { parts, quotes } = shownAnswer(withoutStatements(reply.answer, disagreement), sentences);
  return (
    <div class={`answer answer-${verdict}`}>
      <p class="verdict">
        <Icon name={SIGNS[verdict]} />
        {t(`verdict.${verdict}`)}
      </p>
      {verdict !== 'refused' && (
        <p class="answer-text">
          {parts.map((part, index) => (
            <Part key={index} part={part} quotes={quotes} />
          ))}
        </p>
      )}
      {verdict === 'refused' && !isPlainRefusal(reply) && <p class="answer-text">{reply.answer}</p>}
      {disagreement && <Conflict disagreement={disagreement} sentences={sentences} />}
      {reply.degraded?.map(({ agent }) => (
        <p key={agent} class="quiet">
          <Icon name="warning" /> {t(`without.${agent}`)}
        </p>
      ))}
      <Sources quotes={quotes} />
      {reply.nearest && reply.nearest.length > 0 && <Nearest nearest={reply.nearest} />}
    </div>
  );
}

/** The door's own words for it are what the verdict says already. */
function isPlainRefusal({ answer }: ShownReply): boolean {
  return answer.length < 40;
}

function Part({ part, quotes }: { part: AnswerPart; quotes: readonly Support[] }) {
  const { text, check, number } = part;
  if (!check) return <>{text}</>;
  const quote = number === undefined ? undefined : quotes[number - 1];
  return (
    <span class={`sentence sentence-${check.status}`}>
      {text}
      {quote && number !== undefined && <CiteButton number={number} quote={quote} />}
      {check.status === 'unsupported' && <span class="unsupported-note"> ({t('answer.unsupported')})</span>}
    </span>
  );
}

function CiteButton({ number, quote }: { number: number; quote: Support }) {
  const place = placeOf(quote);
  const isOpen = openSource.value?.quote.chunkId === quote.chunkId && openSource.value.quote.start === quote.start;
  return (
    <button
      type="button"
      class="cite"
      aria-pressed={isOpen}
      aria-label={t('answer.cite', { number, place })}
      title={`${place}: “${quote.quote}”`}
      onClick={() => void showSource(quote)}
    >
      {number}
    </button>
  );
}

function Sources({ quotes }: { quotes: readonly Support[] }) {
  if (quotes.length === 0) return null;
  return (
    <ol class="sources" aria-label={t('copy.sources')}>
      {quotes.map((quote, index) => (
        <li key={index}>
          <button type="button" class="source-link" onClick={() => void showSource(quote)}>
            <span class="source-number" aria-hidden="true">
              {index + 1}
            </span>
            <span class="source-name">{placeOf(quote)}</span>
            {quote.heading && <span class="quiet source-heading">{quote.heading}</span>}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** It answers nothing, and looks unlike an answer. */
function Nearest({ nearest }: { nearest: readonly Citation[] }) {
  return (
    <section class="nearest">
      <h3>{t('answer.nearest')}</h3>
      <ul>
        {nearest.map((one) => (
          <li key={one.chunkId}>
            <button type="button" class="source-link" onClick={() => void showSource({ ...one, quote: one.excerpt })}>
              <span class="source-name">{placeOf(one)}</span>
              <span class="excerpt">{withoutBars(one.excerpt)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A row of a table as a line of words. */
function withoutBars(excerpt: string): string {
  return excerpt
    .split('|')
    .map((cell) => cell.trim())
    .filter(Boolean)
    .join(' · ');
}

function Conflict({ disagreement, sentences }: { disagreement: Disagreement; sentences: readonly SentenceCheck[] }) {
  return (
    <section class="conflict" aria-label={t('verdict.conflict')}>
      {disagreement.statements.map((statement, index) => {
        const { documentId, quote } = statement;
        const support = sentences.find((one) => one.support?.documentId === documentId && one.support.quote === quote)?.support;
        return (
          <figure key={index} class="conflict-side">
            <figcaption>
              <strong>{statement.documentName}</strong>
              <span class="quiet">
                {t(`dated.${statement.dated}`, { date: dayOf(statement.date) })}
                {index === 0 && ` · ${t('conflict.newer')}`}
              </span>
            </figcaption>
            <blockquote>{quote}</blockquote>
            <button type="button" class="button button-quiet" onClick={() => void showSource(support ?? statement)}>
              {t('conflict.open')}
            </button>
          </figure>
        );
      })}
    </section>
  );
}
