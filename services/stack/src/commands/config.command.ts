import { readLlmConfig } from '@docmind/inference';
import { say, table } from './terminal.js';

/** @throws ConfigError naming every fault of the file */
export function checkConfig(file: string, { json }: { readonly json?: boolean }): void {
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
