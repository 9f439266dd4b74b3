/** Stacks as users want to see them: their own frames, without those of this package and what Node runs in between. */

const home = new URL('..', import.meta.url).href
const isOwn = (line: string): boolean => line.includes(home)
const isNode = (line: string): boolean => /^ {4}at .*\(?node:[\w/]+/u.test(line)

/** The lines of a stack without the frames of this package, and without those of Node that follow one. */
export function withoutOwnFrames(stack: string): string {
  let isAfterOwn = false
  const kept = stack.split('\n').filter((line) => {
    if (isOwn(line)) isAfterOwn = true
    else if (!isAfterOwn || !isNode(line)) isAfterOwn = false
    return !isAfterOwn
  })
  return kept.join('\n')
}

/** The frames of whoever called, to be put below those of the other thread. */
export function callerFrames(bridge: string, { stack = '' }: Error): string {
  const frames = withoutOwnFrames(stack)
    .split('\n')
    .filter((line) => line.startsWith('    at '))
  return ['', `    at --- caller of ${bridge} ---`, ...frames].join('\n')
}
