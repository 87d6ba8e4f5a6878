/** What RTF text is made of (RTF 1.9.1): groups, control words with a number, symbols, bytes and text. Each character is looked at once. */
export function* rtfTokens(source) {
  let at = 0;
  while (at < source.length) {
    const letter = source[at];
    if (letter === '{' || letter === '}') {
      yield { type: letter };
      at += 1;
    } else if (letter === '\\') {
      const token = controlAt(source, at + 1);
      yield token;
      at = token.end;
    } else {
      const end = textEnd(source, at);
      yield { type: 'text', text: source.slice(at, end).replace(/[\r\n]/g, '') };
      at = end;
    }
  }
}

function textEnd(source, from) {
  return runEnd(source, from, (letter) => letter !== '{' && letter !== '}' && letter !== '\\');
}

/** Where the run of what is wanted ends that begins here. */
function runEnd(source, from, wanted) {
  let end = from;
  while (end < source.length && wanted(source[end])) end += 1;
  return end;
}

const isLetter = (letter) => (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
const isDigit = (letter) => letter >= '0' && letter <= '9';

function controlAt(source, from) {
  if (source[from] === "'") {
    return { type: 'byte', byte: Number.parseInt(source.slice(from + 1, from + 3), 16), end: from + 3 };
  }
  const wordEnd = runEnd(source, from, isLetter);
  if (wordEnd === from) return { type: 'symbol', symbol: source[from] ?? '', end: from + 1 };
  const end = runEnd(source, source[wordEnd] === '-' ? wordEnd + 1 : wordEnd, isDigit);
  const value = end > wordEnd ? Number(source.slice(wordEnd, end)) : undefined;
  return { type: 'word', word: source.slice(from, wordEnd), value, end: source[end] === ' ' ? end + 1 : end };
}
