import { AppError } from '@docmind/errors';
import { loadStackConfig } from '../config/stack-config.js';
import { examine } from '../doctor/examine.js';
import type { Finding } from '../doctor/finding.js';
import { stackFaults } from '../doctor/usable-stack.js';
import { say } from './terminal.js';

const MARKS = { ok: 'ok  ', note: 'note', wrong: 'FAIL' } as const;

/** @throws AppError FAILED_PRECONDITION when something would keep the stack from working */
export async function doctor({ dataDir }: { readonly dataDir?: string }): Promise<void> {
  const overrides = { DOCMIND_DATA_DIR: dataDir };
  const config = loadStackConfig(overrides);
  const settings = (await stackFaults(overrides)).map(({ variable, problem }): Finding => ({
    what: variable,
    verdict: 'wrong',
    says: problem,
  }));
  let wrong = 0;
  for (const { what, verdict, says } of [...settings, ...(await examine(config))]) {
    if (verdict === 'wrong') wrong += 1;
    say(`${MARKS[verdict]}  ${what}: ${says}`);
  }
  if (wrong > 0)
    throw new AppError(
      'FAILED_PRECONDITION',
      wrong === 1 ? 'One of these keeps DocMind from working' : `${wrong} of these keep DocMind from working`,
    );
  say('\nNothing is in the way: npm run docmind -- up');
}
