import type { StoredDocument } from '@docmind/contracts';
import { useEffect, useState } from 'preact/hooks';
import { mayBring } from '../account/account.js';
import { loadShelf, shelf, tagsOf } from '../ask/shelf.js';
import { Icon } from '../parts/icon.js';
import { Problem } from '../parts/problem.js';
import { SourcePanel } from '../source/source-panel.js';
import { openSource } from '../source/source.js';
import { number, t } from '../words/words.js';
import { VirtualList } from '../parts/virtual-list.js';
import { DocumentRow } from './document-row.js';
import { DropZone } from './drop-zone.js';
import { UploadView } from './upload-view.js';
import { FailedUploads } from './failed-uploads.js';
import { WatchedFolders } from './watched-folders.js';

const ROW_PX = 60;

export function DocumentsPage() {
  const [text, setText] = useState('');
  const [tag, setTag] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const load = () => loadShelf().then(() => setProblem(undefined), setProblem);
  useEffect(() => void load(), []);
  const documents = shelf.value;
  const wanted = text.trim().toLowerCase();
  const shown = (documents ?? []).filter((one) => one.path.toLowerCase().includes(wanted) && (tag === '' || one.tags.includes(tag)));
  return (
    <div class={openSource.value ? 'page page-with-source' : 'page'}>
      <section class="page-main" aria-labelledby="documents-title">
        <header class="page-head">
          <h1 id="documents-title">{t('documents.title')}</h1>
          {documents && <p class="quiet">{t('documents.count', { count: number(documents.length) })}</p>}
        </header>
        {mayBring() && <DropZone onChange={() => void load()} />}
        <UploadView />
        <FailedUploads />
        <WatchedFolders onChange={() => void load()} />
        <Problem of={problem} />
        {documents && documents.length > 0 && (
          <div class="filters">
            <label class="field field-search">
              <span class="sr-only">{t('documents.search')}</span>
              <input
                type="search"
                placeholder={t('documents.search')}
                value={text}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            </label>
            <label class="field">
              <span class="sr-only">{t('documents.tag')}</span>
              <select value={tag} onChange={(event) => setTag(event.currentTarget.value)}>
                <option value="">{t('documents.anyTag')}</option>
                {tagsOf(documents).map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </label>
          </div>
        )}
        {!documents && !problem && (
          <p class="quiet" role="status">
            {t('documents.loading')}
          </p>
        )}
        {documents?.length === 0 && (
          <p class="quiet empty">
            <Icon name="documents" /> {t('documents.none')}
          </p>
        )}
        <VirtualList
          label={t('documents.title')}
          rows={shown}
          rowPx={ROW_PX}
          keyOf={(one: StoredDocument) => one.id}
          render={(one: StoredDocument) => <DocumentRow document={one} onChange={() => void load()} />}
        />
      </section>
      <SourcePanel />
    </div>
  );
}
