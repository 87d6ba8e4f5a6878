import { Icon } from '../parts/icon.js';
import { ProblemText } from '../parts/problem.js';
import { bytes, duration, number, t } from '../words/words.js';
import { clearQueue, isUploading, type Queue, queue, stopUploads, type Upload } from './upload-queue.js';

/** The latest are shown; a folder of thousands would fill the page. */
const SHOWN = 8;
const SKIPPED_SHOWN = 500;

export function UploadView() {
  const now = queue.value;
  const { uploads, skipped } = now;
  if (uploads.length === 0 && skipped.length === 0) return null;
  const ended = uploads.filter(({ state }) => state === 'done' || state === 'failed');
  const failed = uploads.filter(({ state }) => state === 'failed');
  const unchanged = uploads.filter(({ outcome }) => outcome === 'unchanged');
  const underWay = uploads.filter(({ state }) => state === 'sending' || state === 'reading');
  const begun = [...underWay, ...failed, ...ended.filter(({ state }) => state === 'done').reverse()];
  return (
    <section class="uploads" aria-label={t('upload.label')}>
      <div class="uploads-head">
        <p role="status">
          {isUploading.value
            ? t('upload.progress', { done: number(ended.length), all: number(uploads.length), rest: restOf(now) })
            : t('upload.done', {
                done: number(ended.length - failed.length - unchanged.length),
                unchanged: number(unchanged.length),
                failed: number(failed.length),
                skipped: number(skipped.length),
              })}
        </p>
        <button type="button" class="button button-quiet" onClick={isUploading.value ? stopUploads : clearQueue}>
          {t(isUploading.value ? 'ask.stop' : 'upload.clear')}
        </button>
      </div>
      <progress max={uploads.length || 1} value={uploads.length === 0 ? 1 : ended.length} aria-label={t('upload.label')} />
      <ul class="upload-list">
        {begun.slice(0, SHOWN).map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
        <More count={begun.length - SHOWN} />
      </ul>
      {skipped.length > 0 && (
        <details class="skipped">
          <summary>{t('upload.skipped', { count: number(skipped.length) })}</summary>
          <ul class="plain-list">
            {skipped.slice(0, SKIPPED_SHOWN).map(({ path, why }) => (
              <li key={path}>
                <strong>{path}</strong>: {t(`skip.${why}`)}
              </li>
            ))}
            <More count={skipped.length - SKIPPED_SHOWN} />
          </ul>
        </details>
      )}
    </section>
  );
}

/** What a list leaves out is said, so that nobody takes it for all. */
function More({ count }: { count: number }) {
  return count > 0 ? <li class="quiet">{t('list.more', { count: number(count) })}</li> : null;
}

function UploadRow({ upload: { path, state, outcome, problem, progress } }: { upload: Upload }) {
  const word = state === 'done' && outcome ? t(`outcome.${outcome}`) : t(`upload.${state}`);
  return (
    <li class={`upload upload-${state}`}>
      <Icon name={state === 'failed' ? 'warning' : state === 'done' ? 'check' : 'upload'} />
      <span class="upload-path">{path}</span>
      <span class="quiet">
        {word}
        {progress && progress.total > 0 && ` ${number(progress.done)}/${number(progress.total)}`}
        {problem !== undefined && (
          <>
            : <ProblemText of={problem} />
          </>
        )}
      </span>
    </li>
  );
}

/** The rate so far and what is left by it; nothing before there is anything to judge by. */
function restOf({ bytes: { sent, all }, startedAt }: Queue): string {
  const elapsedMs = performance.now() - startedAt;
  if (sent === 0 || elapsedMs < 1_000) return '';
  const perMs = sent / elapsedMs;
  return t('upload.rest', { rate: bytes(perMs * 1_000), left: duration((all - sent) / perMs) });
}
