import type { Session } from '@docmind/contracts';
import { useState } from 'preact/hooks';
import { conversation, startNew } from '../ask/conversation.js';
import { sendJson } from '../door/door.js';
import { tellTabs } from '../door/tabs.js';
import { Confirm } from '../parts/confirm.js';
import { RowButton } from '../parts/row-button.js';
import { TextDialog } from '../parts/text-dialog.js';
import { linkTo } from '../shell/route.js';
import { moment, t } from '../words/words.js';
import { exportConversation } from './export.js';
import { titleOf } from './title.policy.js';

const LONGEST_TITLE = 200;

interface RowProps {
  readonly session: Session;
  readonly onChange: () => void;
  readonly onProblem: (problem: unknown) => void;
}

export function ConversationRow({ session, onChange, onProblem }: RowProps) {
  const [open, setOpen] = useState<'rename' | 'delete'>();
  const { id } = session;
  const title = titleOf(session);
  const path = `/sessions/${encodeURIComponent(id)}`;
  const told = (changed: 'conversations' | 'gone') => {
    tellTabs({ changed, id });
    onChange();
  };
  const rename = async (next: string) => {
    await sendJson('PATCH', path, { data: { title: next } });
    told('conversations');
  };
  const save = () => void exportConversation(session).catch(onProblem);
  const remove = async () => {
    await sendJson('DELETE', path);
    if (conversation.value.sessionId === id) startNew();
    told('gone');
  };
  return (
    <div class="row">
      <a class="row-main" href={linkTo('ask', id)}>
        <span class="row-name">{title}</span>
        <span class="quiet row-facts">{moment(session.updatedAt)}</span>
      </a>
      <span class="row-actions">
        <RowButton icon="download" label={t('conversation.export', { title })} onClick={save} />
        <RowButton icon="edit" label={t('conversation.rename', { title })} onClick={() => setOpen('rename')} />
        <RowButton icon="trash" label={t('conversation.delete', { title })} onClick={() => setOpen('delete')} />
      </span>
      {open === 'rename' && (
        <TextDialog
          title={t('conversation.renameTitle')}
          label={t('conversation.name')}
          value={title}
          maxLength={LONGEST_TITLE}
          onSave={rename}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'delete' && (
        <Confirm
          title={t('conversation.deleteTitle')}
          text={t('conversation.deleteText', { title })}
          action={t('document.deleteDo')}
          onConfirm={remove}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}
