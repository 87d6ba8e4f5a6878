// What the letters of a word alone tell, in any language.

export function isInCapitals(surface: string): boolean {
  return /^\p{Lu}{2,}$/u.test(surface);
}

/**
 * Written like code: "getUser", "snake_case", "C++", "a/b.txt", "--force". "his/her" and "and/or" are no paths: plain words joined by one
 * stroke count as code only with a dot, a digit or more strokes.
 */
export function isCode(surface: string): boolean {
  return /\p{L}[+#]+$|^-(?!\d)|_|::|@|\p{Ll}\p{Lu}|\p{L}\.\p{L}|\/.*[/.\d]/u.test(surface);
}
