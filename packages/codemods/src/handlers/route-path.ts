/** Paths of routes: the syntax of Express 4 in that of Express 5. */

/** The same path for Express 5; nothing where that is not certain. `usesNumbers`: handlers read what a wildcard matched by its number. */
export function pathForFive(path: string, usesNumbers: boolean): string | undefined {
  let made = path.replaceAll(/\/:(?<name>\w+)\?(?=\/|$)/gu, '{/:$<name>}')
  if (made === '*') made = '/*'
  if (made.endsWith('/*') && !usesNumbers) made = `${made.slice(0, -1)}{*splat}`
  const rest = made.replaceAll(/\{\/:\w+\}|\{\*splat\}$/gu, '')
  return /[*?+()[\]!{}\\]/u.test(rest) ? undefined : made
}
