/** A unit file's sections in order; a setting that is given twice stands twice. */
export type Unit = readonly (readonly [section: string, settings: readonly (readonly [name: string, value: string])[]])[];

export function unitText(comment: string, unit: Unit): string {
  const sections = unit.map(([section, settings]) => [`[${section}]`, ...settings.map(([name, value]) => `${name}=${value}`)].join('\n'));
  return `${[`# ${comment}`, ...sections].join('\n\n')}\n`;
}

/** One word of a command line or an assignment, as systemd reads it: nothing in it is split, expanded or taken for a specifier. */
export function unitWord(word: string): string {
  const whole = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w@%+=:,./$-]+$/.test(whole) ? whole : `"${whole.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A command over several lines, a flag with its value a line. */
export function unitCommand(words: readonly string[]): string {
  return words.map((word, at) => (at > 0 && word.startsWith('--') ? `\\\n    ${unitWord(word)}` : unitWord(word))).join(' ');
}
