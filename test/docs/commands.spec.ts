// What people are told to type is what the command line takes.
import { createProgram } from '@docmind/stack';
import { describe, expect, it } from 'vitest';
import { printedCommands } from './printed-commands.js';

type Command = ReturnType<typeof createProgram>;

/** The real grammar; what it would do is not done. */
function grammar(): Command {
  const silence = (command: Command): void => {
    command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
      .action(() => undefined);
    command.commands.forEach(silence);
  };
  const program = createProgram().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  program.commands.forEach(silence);
  return program;
}

/** A command that is only named, such as `docmind ingest`, may go without its arguments, and an option that is only named without its value. */
const MISSING = ['commander.missingArgument', 'commander.missingMandatoryOptionValue', 'commander.optionMissingArgument', 'commander.help'];
const SHOWN = ['commander.helpDisplayed', 'commander.version'];

function isOnlyNamed(words: readonly string[]): boolean {
  let commands: readonly Command[] = createProgram().commands;
  for (const word of words.filter((one, at) => at < words.length - 1 || !one.startsWith('--'))) {
    const command = commands.find((one) => one.name() === word);
    if (command === undefined) return false;
    commands = command.commands;
  }
  return true;
}

/** Undefined where it is taken. */
async function refusalOf(words: readonly string[]): Promise<string | undefined> {
  try {
    await grammar().parseAsync(words, { from: 'user' });
    return undefined;
  } catch (thrown) {
    const { code, message } = thrown as { code: string; message: string };
    return SHOWN.includes(code) || (MISSING.includes(code) && isOnlyNamed(words)) ? undefined : message;
  }
}

const printed = printedCommands();

describe('commands that people are told to type', () => {
  it('are many, in docs, messages and the console', () => {
    expect(printed.length).toBeGreaterThan(100);
    for (const place of ['README.md', 'docs/', 'apps/console/', 'services/', 'libs/', 'config/'])
      expect(printed.some(({ where }) => where.startsWith(place))).toBe(true);
  });

  it.each(printed.map(({ where, words }) => [words.join(' '), where, words] as const))('docmind %s (%s)', async (_typed, _where, words) => {
    expect(await refusalOf(words)).toBeUndefined();
  });

  it.each([
    ['keys create TENANT', /too many arguments/],
    ['models fetch', /too many arguments/],
    ['ingest papers --into', /argument missing/],
    ['up --prot 8080', /unknown option/],
  ])('are told wrong where the command line refuses them: %s', async (typed, words) => {
    expect(await refusalOf(typed.split(' '))).toMatch(words);
  });
});
