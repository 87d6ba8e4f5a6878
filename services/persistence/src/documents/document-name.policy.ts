/** The last part of a document's path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
