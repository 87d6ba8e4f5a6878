import type { WatchedFolder, WatchedFolderList } from '@docmind/contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { getJson } from '../door/door.js';
import { whileSeen } from '../health/health.js';
import { Icon, type IconName } from '../parts/icon.js';
import { moment, number, t } from '../words/words.js';

const EVERY_MS = 10_000;

type State = Exclude<WatchedFolder['state'], 'ended'> | 'lost';
const ICONS: Readonly<Record<State, IconName>> = { looking: 'retry', watching: 'check', failing: 'warning', lost: 'none' };

/** What watchers say of their folders: the page can look into none itself. */
export function WatchedFolders({ onChange }: { onChange: () => void }) {
  const [folders, setFolders] = useState<readonly WatchedFolder[]>([]);
  const seen = useRef('');
  useEffect(() => {
    const look = () =>
      getJson<WatchedFolderList>('/watched-folders').then(
        ({ folders: told }) => {
          setFolders(told);
          const changes = JSON.stringify(told.map(({ counts }) => counts));
          if (seen.current !== '' && seen.current !== changes) onChange();
          seen.current = changes;
        },
        () => undefined,
      );
    return whileSeen(look, EVERY_MS);
  }, []);
  if (folders.length === 0) return null;
  return (
    <section aria-labelledby="watched-title">
      <h2 id="watched-title">{t('watched.title')}</h2>
      <ul class="parts">
        {folders.map((folder) => (
          <Folder key={folder.id} {...folder} />
        ))}
      </ul>
    </section>
  );
}

function Folder(folder: WatchedFolder) {
  const { into, documents, counts, problem, tenant, lookedAt, quarantined, skipped } = folder;
  const state: State = folder.isHeard && folder.state !== 'ended' ? folder.state : 'lost';
  const changes = (['added', 'changed', 'renamed', 'removed'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => t(`watched.${kind}`, { count: number(counts[kind]) }));
  return (
    <li class={`part watched ${state === 'failing' || state === 'lost' ? 'part-down' : ''}`}>
      <Icon name={ICONS[state]} />
      <div class="key-main">
        <p>
          <strong>{folder.folder}</strong> · {t(`watched.${state}`, { at: moment(folder.heardAt) })}
        </p>
        <p class="quiet">
          {t('watched.into', { into: into === undefined ? '/' : `${into}/`, tenant })} ·{' '}
          {t('watched.documents', { count: number(documents) })}
          {lookedAt && ` · ${t('watched.lookedAt', { at: moment(lookedAt) })}`}
        </p>
        {changes.length > 0 && <p class="quiet">{t('watched.since', { changes: changes.join(', ') })}</p>}
        {state === 'failing' && (
          <p class="problem" lang="en">
            {problem}
          </p>
        )}
        <Files title={t('watched.quarantined', { count: number(quarantined.count) })} {...quarantined} />
        <Files title={t('watched.skipped', { count: number(skipped.count) })} {...skipped} />
      </div>
    </li>
  );
}

function Files({ title, count, files }: { title: string } & WatchedFolder['skipped']) {
  if (count === 0) return null;
  return (
    <details class="skipped">
      <summary>{title}</summary>
      <ul>
        {files.map(({ path, why }) => (
          <li key={path}>
            <strong>{path}</strong>: <span lang="en">{why}</span>
          </li>
        ))}
        {count > files.length && <li>{t('watched.more', { count: number(count - files.length) })}</li>}
      </ul>
    </details>
  );
}
