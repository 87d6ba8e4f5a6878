import { account, mayAsk, mayBring, mayKeepKeys, signOut } from '../account/account.js';
import { startNew } from '../ask/conversation.js';
import { Icon, type IconName } from '../parts/icon.js';
import { closeSource } from '../source/source.js';
import { type Language, language, LANGUAGES, speak, t } from '../words/words.js';
import { HealthSign } from '../health/health-sign.js';
import { linkTo, type PageName, route } from './route.js';
import { type Theme, theme, THEMES, useTheme } from './theme.js';

const ICONS: Readonly<Record<PageName, IconName>> = {
  ask: 'ask',
  documents: 'documents',
  conversations: 'conversations',
  health: 'health',
  keys: 'key',
};

export function Navigation() {
  const pages = (Object.keys(ICONS) as PageName[]).filter(isFor);
  return (
    <div class="side">
      <header class="brand">
        <span class="brand-name">DocMind</span>
        <HealthSign />
      </header>
      {mayAsk() && (
        <a class="button button-strong new" href={linkTo('ask')} onClick={beginAnew}>
          <Icon name="plus" />
          <span>{t('nav.new')}</span>
        </a>
      )}
      <nav aria-label={t('nav.label')}>
        <ul class="nav">
          {pages.map((page) => (
            <li key={page}>
              <a href={linkTo(page)} aria-current={route.value.page === page ? 'page' : undefined}>
                <Icon name={ICONS[page]} />
                <span>{t(`nav.${page}`)}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Settings />
    </div>
  );
}

/** Where the page of questions is shown already, its field is there; else it takes the focus when it comes. */
function beginAnew(): void {
  startNew();
  // What was open beside another answer would take the focus.
  closeSource();
  document.getElementById('question')?.focus();
}

/** A page that the key is of no use for isn't there. */
function isFor(page: PageName): boolean {
  if (page === 'keys') return mayKeepKeys();
  return page === 'health' || mayAsk() || (page === 'documents' && mayBring());
}

function Settings() {
  const caller = account.value.state === 'in' ? account.value.caller : undefined;
  return (
    <details class="settings">
      <summary>
        <Icon name="settings" />
        <span>{t('settings.title')}</span>
      </summary>
      <div class="settings-body">
        <label class="field">
          <span>{t('settings.language')}</span>
          <select value={language.value} onChange={(event) => speak(event.currentTarget.value as Language)}>
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t('settings.theme')}</span>
          <select value={theme.value} onChange={(event) => useTheme(event.currentTarget.value as Theme)}>
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {t(`theme.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {caller && (
          <p class="quiet">
            {t('settings.tenant', { tenant: caller.tenant })}
            <br />
            {t('settings.roles', { roles: caller.roles.map((role) => t(`role.${role}`)).join(', ') })}
          </p>
        )}
        {caller?.needsKey && (
          <button type="button" class="button" onClick={() => void signOut()}>
            {t('settings.signOut')}
          </button>
        )}
      </div>
    </details>
  );
}
