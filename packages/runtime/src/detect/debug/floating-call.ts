/** Was a promise made by a call of the application whose result it could have awaited? */
import fs from 'node:fs'
import { sep } from 'node:path'
import type { Frame } from '@offloop/catalog'
import { isApplication } from '../stack/frame-owner.ts'
import { isForeign } from '../stack/stack.ts'

/** As it was before the guard wrapped it. */
const { readFileSync } = fs
const longestSource = 5_000_000

/**
 * The stack from that call outwards; undefined where nobody forgot anything: a handler whose promise its framework drops, a package's own affairs, `void save()`, `createTask`.
 * V8 makes the promise of an async function when it begins: the function stands on top of the stack, its caller below.
 */
export function floatingCall(stack: readonly Frame[]): readonly Frame[] | undefined {
  const frames = stack.filter(({ file }) => file !== 'node:internal/promise_hooks') // which calls the hooks, where there are several
  const first = frames.findIndex((frame) => frame.file !== '' && !frame.file.startsWith('node:') && isForeign(frame))
  const maker = frames[first]
  // A function of Node that calls another one has its own plans with what that gives.
  if (frames.slice(0, Math.max(first, 0)).filter(({ file }) => file.startsWith('node:')).length > 1) return undefined
  if (!maker || !isApplication(maker.file)) return undefined
  // Functions of the language, of Node and of this package are called by the maker; an async function of the application is the maker's callee.
  const caller = first > 0 ? first : frames.findIndex(({ file }, index) => index > 0 && file !== '')
  const call = frames[caller]
  if (!call || !isForeign(call) || !isApplication(call.file) || isVoid(call) || isHarmless(frames[0])) return undefined
  return frames.slice(caller).filter(isForeign)
}

/** `Promise.resolve()` that nobody awaits loses nothing. */
function isHarmless(made: Frame | undefined): boolean {
  return made?.file === '' && /(?:^|\.)(?:resolve|withResolvers)$/u.test(made.name)
}

/** The author says that nobody is to wait. */
function isVoid({ file, line, column }: Frame): boolean {
  const text = linesOf(file)?.[line - 1]?.slice(0, column - 1)
  return text !== undefined && /\bvoid\s+(?:new\s+)?[\w$.?[\]'"#]*$/u.test(text)
}

const sources = new Map<string, readonly string[] | undefined>()

function linesOf(file: string): readonly string[] | undefined {
  if (!sources.has(file)) sources.set(file, read(file))
  return sources.get(file)
}

function read(file: string): readonly string[] | undefined {
  if (!file.includes(sep)) return undefined
  try {
    const text = readFileSync(file, 'utf8')
    return text.length > longestSource ? undefined : text.split('\n')
  } catch {
    return undefined // compiled in memory: the text is not to be had
  }
}
