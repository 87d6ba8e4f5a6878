import { useEffect } from 'preact/hooks';
import { account, findOut } from '../account/account.js';
import { SignIn } from '../account/sign-in.js';
import { AskPage } from '../ask/ask-page.js';
import { loadShelf } from '../ask/shelf.js';
import { ConversationsPage } from '../conversations/conversations-page.js';
import { DocumentsPage } from '../documents/documents-page.js';
import { HealthPage } from '../health/health-page.js';
import { KeysPage } from '../keys/keys-page.js';
import { t } from '../words/words.js';
import { Navigation } from './navigation.js';
import { type PageName, route } from './route.js';

const PAGES: Readonly<Record<PageName, () => preact.JSX.Element>> = {
  ask: AskPage,
  documents: DocumentsPage,
  conversations: ConversationsPage,
  health: HealthPage,
  keys: KeysPage,
};

export function App() {
  const { state } = account.value;
  useEffect(() => void findOut(), []);
  useEffect(() => {
    if (state === 'in') loadShelf().catch(() => undefined);
  }, [state]);
  useEffect(() => {
    document.title = `${t(`nav.${route.value.page}`)} · DocMind`;
  });
  if (state === 'unknown') return null;
  if (state === 'unreachable') return <Unreachable />;
  if (state === 'out') return <SignIn />;
  const Page = PAGES[route.value.page];
  return (
    <div class="shell">
      <a class="skip" href="#main">
        {t('shell.skip')}
      </a>
      <Navigation />
      <main id="main" tabIndex={-1} data-scrolls={route.value.page === 'ask' ? undefined : ''}>
        <Page />
      </main>
    </div>
  );
}

function Unreachable() {
  return (
    <main class="alone">
      <h1>DocMind</h1>
      <p role="alert">{t('problem.unreachable')}</p>
      <button type="button" class="button button-strong" onClick={() => void findOut()}>
        {t('ask.retry')}
      </button>
    </main>
  );
}
