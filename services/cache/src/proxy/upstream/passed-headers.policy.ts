type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What a reply of the upstream may tell the caller: its content, its limits, its own figures. No cookies and nothing about the connection. */
const PASSED = /^(content-type|content-length|content-encoding|cache-control|retry-after(-ms)?|x-should-retry|openai-.+|x-ratelimit-.+)$/;

export function passedHeaders(headers: Headers): Record<string, string | string[]> {
  const passed = Object.entries(headers).filter(
    (entry): entry is [string, string | string[]] => entry[1] !== undefined && PASSED.test(entry[0]),
  );
  return Object.fromEntries(passed);
}
