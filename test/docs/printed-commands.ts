// Commands of `docmind` that a page, a doc or a message tells people to type.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { repositoryFiles } from '../boundaries/repository-files.js';

export interface PrintedCommand {
  readonly where: string;
  readonly words: readonly string[];
}

const PLACES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs',
  'config',
  'deploy',
  'examples',
  'scripts',
  'services',
  'libs',
  'apps',
];
/** What was decided stays as it was said then. */
const READ = /\.(?:md|ts|tsx|mjs|sh|ya?ml|html)$/;
const NOT_READ = /\.(?:spec|fixture|contract)\.|\/adr\//;

/** Typed with npm, to the end of the line or of the text around it; or named in quotes. */
const FORMS = [
  /npm run (?:-s )?docmind -- +([^\n'`]+)/g,
  /`docmind +([^\n`]+)`/g,
  /"docmind +([^\n"]+)"/g,
  /^ *(?:\$ )?docmind +([a-z][^\n]*)/gm,
];

export function printedCommands(): PrintedCommand[] {
  const files = PLACES.flatMap((place) => (place.includes('.') ? [place] : repositoryFiles(place)));
  return files
    .filter((path) => READ.test(path) && !NOT_READ.test(path))
    .flatMap((path) => {
      const text = readFileSync(join(repositoryRoot(), path), 'utf8');
      return FORMS.flatMap((form) => [...text.matchAll(form)]).flatMap(({ 1: typed = '', index }) => {
        const where = `${path}:${text.slice(0, index).split('\n').length}`;
        return alternativesOf(wordsOf(typed)).map((words) => ({ where, words }));
      });
    });
}

/** As a shell takes them apart, up to a comment, another command or the end of the sentence. */
function wordsOf(typed: string): string[] {
  const words: string[] = [];
  // What stands apart by more than one space says what the command does.
  const [command = ''] = typed.replaceAll(/\$\{[^}]*\}/g, 'VALUE').split('  ');
  for (const [part] of command.matchAll(/"[^"]*"|\S+/g)) {
    if (/^(?:#|&&|[|;>])/.test(part)) break;
    const word = part === '...' ? part : part.replaceAll(/^"|"$/g, '').replace(/[,;:.)"\\]+$/, '');
    if (word !== '') words.push(word);
    if (/[,;:]$|[^.]\.$/.test(part)) break;
  }
  return words;
}

/** `service start|stop` is two commands. */
function alternativesOf(words: readonly string[]): string[][] {
  return words.reduce<string[][]>((lines, word) => lines.flatMap((line) => word.split('|').map((one) => [...line, one])), [[]]);
}
