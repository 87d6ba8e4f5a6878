import { useState } from 'preact/hooks';
import { Problem } from '../parts/problem.js';
import { t } from '../words/words.js';
import { account, signIn } from './account.js';

/** The key is given once: from then on a cookie that no script can read has it. */
export function SignIn() {
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const told = account.value.state === 'out' ? account.value.problem : undefined;
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setProblem(undefined);
    try {
      await signIn(key);
    } catch (thrown) {
      setProblem(thrown);
    }
  };
  return (
    <main class="alone">
      <h1>DocMind</h1>
      <p>{t('signIn.text')}</p>
      <Problem of={told} />
      <form onSubmit={(event) => void onSubmit(event)}>
        <label class="field">
          <span>{t('signIn.key')}</span>
          <input
            type="password"
            name="key"
            autocomplete="current-password"
            spellcheck={false}
            required
            maxLength={200}
            value={key}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        </label>
        <Problem of={problem} />
        <button type="submit" class="button button-strong">
          {t('signIn.do')}
        </button>
      </form>
      <p class="quiet">{t('signIn.hint')}</p>
    </main>
  );
}
