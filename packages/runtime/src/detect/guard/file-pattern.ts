/** Does a file match a pattern like `src/boot/**`? `*` stays in a folder, `**` doesn't; a relative pattern may begin at any folder. */

/** A test for paths, with slashes either way. */
export function filePattern(pattern: string): (file: string) => boolean {
  const slashed = pattern.replaceAll('\\', '/').replace(/^\.\//u, '')
  const body = slashed
    .split(/(\*\*\/?|\*)/u)
    .map(partOf)
    .join('')
  const form = new RegExp(`${slashed.startsWith('/') ? '^' : '(?:^|/)'}${body}$`, 'u')
  return (file) => form.test(file.replaceAll('\\', '/'))
}

function partOf(part: string): string {
  if (part === '**/') return '(?:.*/)?'
  if (part === '**') return '.*'
  if (part === '*') return '[^/]*'
  return part.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&')
}
