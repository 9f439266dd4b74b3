/** Which files a specifier means of which parts are known only when the program runs. */
import { dirname, resolve } from 'node:path'

/** Files that fit `./jobs/*.js`, where `*` is any text, seen from `from`. */
export function filesMatching(from: string, specifier: string, files: Iterable<string>): string[] {
  // A slash before the star would be lost in resolving.
  const whole = resolve(dirname(from), specifier.replaceAll('*', '\0'))
  const parts = whole.split('\0').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/gu, String.raw`\$&`))
  // Behind a folder's name a path may go on; `./*` is a file beside this one.
  const any = /^[./]*\*/u.test(specifier) ? '[^/\\\\]*' : '.*'
  const pattern = new RegExp(`^${parts.join(any)}(?:(?:/index)?\\.[cm]?[jt]sx?)?$`, 'u')
  return [...files].filter((file) => file !== from && pattern.test(file))
}
