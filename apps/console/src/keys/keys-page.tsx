import type { KeyList, MadeKey } from '@docmind/contracts';
import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../door/door.js';
import { Icon } from '../parts/icon.js';
import { Problem } from '../parts/problem.js';
import { t } from '../words/words.js';
import { KeyRow } from './key-row.js';
import { MadeKeyDialog } from './made-key-dialog.js';
import { NewKeyDialog } from './new-key-dialog.js';

/** For operators: who may come in, with at most their own rights. */
export function KeysPage() {
  const [list, setList] = useState<KeyList>();
  const [problem, setProblem] = useState<unknown>();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey>();
  const load = () =>
    getJson<KeyList>('/keys').then((keys) => {
      setList(keys);
      setProblem(undefined);
    }, setProblem);
  useEffect(() => void load(), []);
  const show = (one: MadeKey) => {
    setMade(one);
    void load();
  };
  return (
    <div class="page">
      <section class="page-main" aria-labelledby="keys-title">
        <header class="page-head">
          <h1 id="keys-title">{t('nav.keys')}</h1>
          <button type="button" class="button button-strong" onClick={() => setMaking(true)}>
            <Icon name="plus" />
            {t('keys.new')}
          </button>
        </header>
        <p class="quiet">{t('keys.text')}</p>
        <Problem of={problem} />
        <ul class="parts" aria-label={t('nav.keys')}>
          {list?.keys.map((key) => (
            <KeyRow key={key.id} entry={key} since={list.since} onChange={() => void load()} onMade={show} />
          ))}
        </ul>
      </section>
      {isMaking && <NewKeyDialog onMade={show} onClose={() => setMaking(false)} />}
      {made && <MadeKeyDialog made={made} onClose={() => setMade(undefined)} />}
    </div>
  );
}
