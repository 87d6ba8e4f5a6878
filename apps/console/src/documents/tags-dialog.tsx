import type { DocumentChanged, StoredDocument } from '@docmind/contracts';
import { sendJson } from '../door/door.js';
import { tellTabs } from '../door/tabs.js';
import { TextDialog } from '../parts/text-dialog.js';
import { t } from '../words/words.js';

interface TagsDialogProps {
  readonly document: StoredDocument;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

export function TagsDialog({ document: { id, name, tags }, onChange, onClose }: TagsDialogProps) {
  const save = async (text: string) => {
    await sendJson<DocumentChanged>('PATCH', `/documents/${encodeURIComponent(id)}`, { tags: tagsIn(text) });
    tellTabs({ changed: 'documents' });
    onChange();
  };
  return (
    <TextDialog
      title={t('document.tags', { name })}
      label={t('documents.tags')}
      hint={t('documents.tagsHint')}
      value={tags.join(', ')}
      maxLength={2_000}
      onSave={save}
      onClose={onClose}
    />
  );
}

export function tagsIn(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
