import { readLlmConfig } from '@docmind/inference';
import { usableStack } from '../doctor/usable-stack.js';
import { settingsInUse } from '../settings/settings-in-use.js';
import { unreadNames } from '../settings/unread-names.js';
import { say, table } from './terminal.js';

export interface PrintOptions {
  readonly set?: boolean;
  readonly json?: boolean;
}

/** @throws ConfigError naming every fault of the environment, or of the file; whatever else `up` would refuse */
export async function checkConfig(file: string | undefined, { json }: { readonly json?: boolean }): Promise<void> {
  if (file !== undefined) return checkLlmConfig(file, json === true);
  const unread = unreadNames();
  if (json) {
    await usableStack();
    return say(JSON.stringify({ unread }, undefined, 2));
  }
  try {
    await usableStack();
    const set = settingsInUse().filter(({ from }) => from !== 'default');
    say(`Every setting is right: ${set.length} are set, the others have their defaults (docmind config print).`);
  } finally {
    // Also beside a fault: a misspelt name may be the reason.
    if (unread.length > 0)
      say(`\n${table([['set, and read by no service', 'what becomes of it'], ...unread.map(({ name, says }) => [name, says])])}`);
  }
}

/** Secrets are hidden. */
export function printConfig({ set, json }: PrintOptions): void {
  const settings = settingsInUse().filter(({ from }) => !set || from !== 'default');
  if (json) return say(JSON.stringify(settings, undefined, 2));
  say(table([['setting', 'value', 'from'], ...settings.map(({ name, value, from }) => [name, value ?? '', from])]));
}

function checkLlmConfig(file: string, json: boolean): void {
  const report = readLlmConfig(file);
  if (json) return say(JSON.stringify(report, undefined, 2));
  const rows = report.fields.map(({ field, given, outcome, variable, value, reason }) => [
    field,
    given,
    outcome,
    variable === undefined ? '' : `${variable}=${value ?? ''}`,
    reason,
  ]);
  say(table([['field', 'given', '', 'becomes', 'why'], ...rows]));
  say(`\nTo use it: LLM_CONFIG_FILE=${file}. A variable that is set stands above it.`);
}
