/** Where a wrapper was made: names a function that its module does not export. */

/** The place, as URL with line and column, from which the public function was called that calls this. */
export function siteOfCaller(): string | undefined {
  const line = new Error().stack?.split('\n')[3] ?? ''
  return /(file:\/\/.*:\d+:\d+)/.exec(line)?.[1]
}
