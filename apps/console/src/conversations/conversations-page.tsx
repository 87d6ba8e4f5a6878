import type { Session, SessionList } from '@docmind/contracts';
import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../door/door.js';
import { listenToTabs } from '../door/tabs.js';
import { Icon } from '../parts/icon.js';
import { Problem } from '../parts/problem.js';
import { VirtualList } from '../parts/virtual-list.js';
import { linkTo } from '../shell/route.js';
import { t } from '../words/words.js';
import { ConversationRow } from './conversation-row.js';

const PAGE = 500;
const ROW_PX = 60;
/** Typing is over when nothing was typed for so long. */
const PAUSE_MS = 200;

export function ConversationsPage() {
  const [text, setText] = useState('');
  const [sessions, setSessions] = useState<Session[]>();
  const [problem, setProblem] = useState<unknown>();
  const load = () =>
    loadSessions(text.trim()).then((found) => {
      setSessions(found);
      setProblem(undefined);
    }, setProblem);
  useEffect(() => {
    const later = setTimeout(() => void load(), sessions ? PAUSE_MS : 0);
    return () => clearTimeout(later);
  }, [text]);
  useEffect(() => listenToTabs(({ changed }) => changed !== 'documents' && void load()), []);
  return (
    <div class="page">
      <section class="page-main" aria-labelledby="conversations-title">
        <header class="page-head">
          <h1 id="conversations-title">{t('conversations.title')}</h1>
          <a class="button button-strong" href={linkTo('ask')}>
            <Icon name="plus" />
            {t('nav.new')}
          </a>
        </header>
        <div class="filters">
          <label class="field field-search">
            <span class="sr-only">{t('conversations.search')}</span>
            <input
              type="search"
              placeholder={t('conversations.search')}
              maxLength={200}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
        </div>
        <Problem of={problem} />
        {sessions?.length === 0 && <p class="quiet empty">{t(text ? 'conversations.noneFound' : 'conversations.none')}</p>}
        <VirtualList
          label={t('conversations.title')}
          rows={sessions ?? []}
          rowPx={ROW_PX}
          keyOf={(one: Session) => one.id}
          render={(one: Session) => <ConversationRow session={one} onChange={() => void load()} onProblem={setProblem} />}
        />
      </section>
    </div>
  );
}

async function loadSessions(containing: string): Promise<Session[]> {
  const found: Session[] = [];
  for (let next: number | undefined = 0; next !== undefined;) {
    const query = new URLSearchParams({ limit: String(PAGE), offset: String(next), ...(containing ? { containing } : {}) });
    const page: SessionList = await getJson<SessionList>(`/sessions?${query}`);
    found.push(...page.sessions);
    next = page.next;
  }
  return found;
}
