/** `/documents/:id` is `/documents/{id}`; the rest of a path, which OpenAPI has no word for, is a name with slashes. */
export function describedPath(url: string): string {
  return url.replace(/:(\w+)/g, '{$1}').replace('*', '{name}');
}
