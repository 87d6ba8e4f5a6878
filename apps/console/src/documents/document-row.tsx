import type { StoredDocument } from '@docmind/contracts';
import { useRef, useState } from 'preact/hooks';
import { mayAsk, mayBring, uploadRules } from '../account/account.js';
import { scope } from '../ask/conversation.js';
import { sendJson } from '../door/door.js';
import { tellTabs } from '../door/tabs.js';
import { Confirm } from '../parts/confirm.js';
import { RowButton } from '../parts/row-button.js';
import { go } from '../shell/route.js';
import { showSource } from '../source/source.js';
import { bytes, day, number, t } from '../words/words.js';
import { readReplacement } from './dropped-files.js';
import { endingOf } from './readable.policy.js';
import { TagsDialog } from './tags-dialog.js';
import { addFiles } from './upload-queue.js';

const TAGS_SHOWN = 3;

export function DocumentRow({ document, onChange }: { document: StoredDocument; onChange: () => void }) {
  const [open, setOpen] = useState<'delete' | 'tags'>();
  const { id, name, path, tags } = document;
  const folder = path.slice(0, Math.max(0, path.length - name.length - 1));
  const facts = [folder, bytes(document.sizeBytes), t('document.passages', { count: number(document.chunkCount) })];
  if (document.pages > 0) facts.push(t('document.pages', { count: document.pages }));
  const askIt = () => {
    scope.value = { documents: [path] };
    go('ask');
  };
  const remove = async () => {
    await sendJson('DELETE', `/documents/${encodeURIComponent(id)}`);
    tellTabs({ changed: 'documents' });
    onChange();
  };
  return (
    <div class="row">
      <button type="button" class="row-main" onClick={() => void showSource({ documentId: id, documentName: name, documentPath: path })}>
        <span class="row-name">{name}</span>
        <span class="quiet row-facts">
          {facts.filter(Boolean).join(' · ')} · {day(document.updatedAt)}
        </span>
      </button>
      <span class="row-tags">
        {tags.slice(0, TAGS_SHOWN).map((tag) => (
          <span key={tag} class="tag">
            {tag}
          </span>
        ))}
        {tags.length > TAGS_SHOWN && <span class="tag">+{tags.length - TAGS_SHOWN}</span>}
      </span>
      <span class="row-actions">
        {mayAsk() && <RowButton icon="ask" label={t('document.ask', { name })} onClick={askIt} />}
        {mayBring() && <Replace document={document} onChange={onChange} />}
        {mayBring() && <RowButton icon="tag" label={t('document.tags', { name })} onClick={() => setOpen('tags')} />}
        {mayBring() && <RowButton icon="trash" label={t('document.delete', { name })} onClick={() => setOpen('delete')} />}
      </span>
      {open === 'delete' && (
        <Confirm
          title={t('document.deleteTitle')}
          text={t('document.deleteText', { name: path })}
          action={t('document.deleteDo')}
          onConfirm={remove}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'tags' && <TagsDialog document={document} onChange={onChange} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

function Replace({ document: { name, path }, onChange }: { document: StoredDocument; onChange: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    if (!file) return;
    const { files, skipped } = readReplacement(file, path, uploadRules());
    // Without tags it keeps those it has.
    addFiles(files, skipped, '', onChange);
    input.value = '';
  };
  return (
    <>
      <RowButton icon="upload" label={t('document.replace', { name })} onClick={() => field.current?.click()} />
      <input type="file" accept={`.${endingOf(path)}`} hidden ref={field} onChange={(event) => take(event.currentTarget)} />
    </>
  );
}
