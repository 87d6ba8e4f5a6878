import type { KeyChange, ListedKey, MadeKey } from '@docmind/contracts';
import { useState } from 'preact/hooks';
import { reach, sendJson } from '../door/door.js';
import { Confirm } from '../parts/confirm.js';
import { RowButton } from '../parts/row-button.js';
import { moment, t } from '../words/words.js';

interface KeyRowProps {
  readonly entry: ListedKey;
  readonly since: string;
  readonly onChange: () => void;
  readonly onMade: (made: MadeKey) => void;
}

/** Whoever uses it needs some time to put the new one in its place. */
const KEPT_MS = 24 * 3_600_000;

export function KeyRow({ entry, since, onChange, onMade }: KeyRowProps) {
  const [open, setOpen] = useState<'revoke' | 'rotate'>();
  const { id, tenant, roles, isOwn, beyond } = entry;
  const name = entry.name ?? t('key.unnamed');
  const path = `/keys/${encodeURIComponent(id)}`;
  const revoke = async () => {
    await reach(path, { method: 'DELETE' });
    onChange();
  };
  const rotate = async () => {
    const change: KeyChange = { keepOldUntil: new Date(Date.now() + KEPT_MS).toISOString() };
    onMade(await sendJson<MadeKey>('POST', `${path}/rotation`, change));
  };
  return (
    <li class="part key">
      <div class="key-main">
        <p>
          <strong>{name}</strong> <code>{id}</code> {isOwn && <span class="tag">{t('key.own')}</span>}
        </p>
        <p class="quiet">
          {t('settings.tenant', { tenant })} · {t('key.roles', { roles: roles.map((role) => t(`role.${role}`)).join(', ') })}
        </p>
        <p class="quiet">
          {endOf(entry)} · {useOf(entry, since)}
        </p>
        {beyond.length > 0 && (
          <p class="quiet">
            {t('key.beyond')} <span lang="en">{beyond.join('; ')}</span>
          </p>
        )}
      </div>
      <span class="row-actions">
        {beyond.length === 0 && <RowButton icon="retry" label={t('key.rotate', { name })} onClick={() => setOpen('rotate')} />}
        {!isOwn && <RowButton icon="trash" label={t('key.revoke', { name })} onClick={() => setOpen('revoke')} />}
      </span>
      {open === 'revoke' && (
        <Confirm
          title={t('key.revokeTitle')}
          text={t('key.revokeText', { name, id })}
          action={t('key.revokeDo')}
          onConfirm={revoke}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'rotate' && (
        <Confirm
          title={t('key.rotateTitle')}
          text={t('key.rotateText', { name, id })}
          action={t('key.rotateDo')}
          onConfirm={rotate}
          onClose={() => setOpen(undefined)}
        />
      )}
    </li>
  );
}

function endOf({ expiresAt }: ListedKey): string {
  if (expiresAt === undefined) return t('key.endless');
  return t(Date.parse(expiresAt) <= Date.now() ? 'key.ended' : 'key.ends', { at: moment(expiresAt) });
}

/** The door knows of what came in through it since it opened, and no more. */
function useOf({ lastUsedAt }: ListedKey, since: string): string {
  return lastUsedAt === undefined ? t('key.unused', { at: moment(since) }) : t('key.used', { at: moment(lastUsedAt) });
}
