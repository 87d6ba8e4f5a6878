import { useRef, useState } from 'preact/hooks';
import { uploadRules } from '../account/account.js';
import { Icon } from '../parts/icon.js';
import { bytes, t } from '../words/words.js';
import { entriesOf, type Found, readEntries, readFileList } from './dropped-files.js';
import { addFiles } from './upload-queue.js';
import { tagsIn } from './tags-dialog.js';

/** Of those that can be read, the ones that most people have. */
const WELL_KNOWN = new Set(['pdf', 'docx', 'xlsx', 'pptx', 'odt', 'md', 'txt', 'html', 'epub', 'eml', 'csv', 'json']);

export function DropZone({ onChange }: { onChange: () => void }) {
  const [isOver, setOver] = useState(false);
  const [tags, setTags] = useState('');
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const rules = uploadRules();
  const take = ({ files: found, skipped }: Found) => addFiles(found, skipped, tagsIn(tags).join(','), onChange);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer) void readEntries(entriesOf(event.dataTransfer), rules).then(take);
  };
  const onChosen = (input: HTMLInputElement) => {
    if (input.files) take(readFileList(input.files, rules));
    input.value = '';
  };
  return (
    <div
      class={isOver ? 'drop drop-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <p class="drop-title">
        <Icon name="upload" /> {t('drop.title')}
      </p>
      <div class="drop-buttons">
        <button type="button" class="button button-strong" onClick={() => files.current?.click()}>
          {t('drop.files')}
        </button>
        <button type="button" class="button" onClick={() => folder.current?.click()}>
          <Icon name="folder" />
          {t('drop.folder')}
        </button>
        <label class="field drop-tags">
          <span class="sr-only">{t('drop.tags')}</span>
          <input
            type="text"
            placeholder={t('drop.tags')}
            value={tags}
            maxLength={2_000}
            onInput={(event) => setTags(event.currentTarget.value)}
          />
        </label>
      </div>
      <p class="quiet">
        {t('drop.kinds', { kinds: rules.endings.filter((ending) => WELL_KNOWN.has(ending)).join(', '), size: bytes(rules.limitBytes) })}
      </p>
      <input type="file" multiple hidden ref={files} onChange={(event) => onChosen(event.currentTarget)} />
      <input
        type="file"
        multiple
        hidden
        ref={(input) => {
          folder.current = input;
          input?.setAttribute('webkitdirectory', '');
        }}
        onChange={(event) => onChosen(event.currentTarget)}
      />
    </div>
  );
}
