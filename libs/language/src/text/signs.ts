// Signs that are meaning: operators, code, formulas. A model of words reads over them, so that `=` and `==` are the same to it.

/** Signs that stand in no plain sentence, or are an operator where they stand as they do here. */
const OPERATORS: readonly RegExp[] = [
  /[=<>^|~\\{}[\]`*]/u,
  // Mathematical signs and small raised or lowered figures: "√", "≤", "×", "m²".
  /(?![+−])[\p{Sm}\p{No}]/u,
  /&&|(?<![Cc])\+\+|\p{L}--|\/\/|\?\?|::|!!|->|\?\./u,
  // Between two values or words: "5 - 3", "10 % 3", "a / b", "n-1".
  /[\p{L}\p{N})] [+/] [\p{L}\p{N}(]|\d [-−–%] \d|(?<![\p{L}\p{N}])\p{L} ?[-−–+/%] ?[\p{L}\d](?![\p{L}\p{N}])/u,
  // "!ready", "n!", "5!", "#include", "$name", "main()", "f(x)".
  /(?<![\p{L}\p{N}])!(?=\p{L})|(?<![\p{L}\p{N}])\p{L}!|\d!|#(?=\p{L})|\$(?=\p{L})|\p{L}\((?!e?s\))/u,
];

/** Whether a text holds code or a formula, where each sign counts and likeness of words tells nothing. */
export function holdsSigns(text: string): boolean {
  const spaced = text.replace(/\s+/gu, ' ');
  return OPERATORS.some((operator) => operator.test(spaced));
}

/** What a model of Latin letters has not met: all but letters with accents, figures, money and the marks of plain text. */
const UNREAD = /[^\p{Script=Latin}\p{M}\p{N}\s\p{P}+=<>|~^`´$€£¥₹¢°©®™]/u;

/** The first character that such a model has no word for: of another script, or a picture. Undefined where there is none. */
export function unreadSignIn(text: string): string | undefined {
  const code = text.codePointAt(text.search(UNREAD));
  return code === undefined || !UNREAD.test(text) ? undefined : String.fromCodePoint(code);
}
