import type { UploadList } from '@docmind/contracts';
import { useEffect, useState } from 'preact/hooks';
import { shelf } from '../ask/shelf.js';
import { getJson } from '../door/door.js';
import { Icon } from '../parts/icon.js';
import { t } from '../words/words.js';

/** Uploads of whoever: worked on in the background, or failed there. */
export function FailedUploads() {
  const [uploads, setUploads] = useState<UploadList['documents']>([]);
  useEffect(
    () =>
      void getJson<UploadList>('/uploads?limit=50').then(
        ({ documents }) => setUploads(documents),
        () => undefined,
      ),
    [shelf.value],
  );
  if (uploads.length === 0) return null;
  return (
    <section class="uploads" aria-label={t('uploads.title')}>
      <h2>{t('uploads.title')}</h2>
      <ul class="upload-list">
        {uploads.map(({ id, path, state, ingestion }) => (
          <li key={id} class={`upload upload-${state}`}>
            <Icon name={state === 'failed' ? 'warning' : 'upload'} />
            <span class="upload-path">{path}</span>
            {ingestion?.problem ? (
              <span class="quiet" lang="en">
                {ingestion.problem.message}
              </span>
            ) : (
              <span class="quiet">{t('upload.reading')}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
