/** Structured stacks: taken cheaply, turned into frames as far as somebody looks, source maps applied at the end. */
import { fileURLToPath } from 'node:url'
import type { Frame } from '@offloop/catalog'
import { originalPosition } from './source-map.ts'

const depth = 30
/** Frames of this package are nobody's business. */
const ownFolder = fileURLToPath(new URL('../..', import.meta.url))
const threadsFolder = fileURLToPath(new URL('../../threads/', import.meta.url))

type Hook = (error: Error, sites: NodeJS.CallSite[]) => unknown
/** What Node puts there itself: it knows of no source but those of its own flag, which are asked anyway. */
const nodesOwnHooks = new Set(['ErrorPrepareStackTrace', 'defaultPrepareStackTrace'])

/** Where code stands: frames are made one by one, as most questions are answered by the first few. */
export class CallStack {
  readonly #sites: readonly NodeJS.CallSite[]
  /** What compilers that keep their source maps in memory have put into `Error.prepareStackTrace`: ts-node, vitest, source-map-support. */
  readonly #hook: Hook | undefined
  readonly #made: Frame[] = []
  #next = 0

  constructor(sites: readonly NodeJS.CallSite[], hook: Hook | undefined) {
    this.#sites = sites
    this.#hook = hook && nodesOwnHooks.has(hook.name) ? undefined : hook
  }

  /** The frames from the innermost outwards, without those of this package. */
  *[Symbol.iterator](): Generator<Frame> {
    for (let at = 0; ; at++) {
      while (at >= this.#made.length && this.#next < this.#sites.length) {
        const frame = frameOf(this.#sites[this.#next++]!)
        if (isForeign(frame)) this.#made.push(frame)
      }
      if (at >= this.#made.length) return
      yield this.#made[at]!
    }
  }

  /** Whether the bridges of this package make the call: what they look up to start a thread is not the application's doing. */
  get isOfBridges(): boolean {
    const caller = this.#sites.find((site) => !/^(?:node:|$)/u.test(site.getFileName() ?? ''))
    return caller !== undefined && frameOf(caller).file.startsWith(threadsFolder)
  }

  /** Whether a frame is of such a file; cheaper than to look at the frames. */
  hasFile(fits: (file: string) => boolean): boolean {
    return this.#sites.some((site) => fits(site.getFileName() ?? ''))
  }

  /** The same in the sources that were compiled, as far as the hook or source maps know. */
  mapped(): Frame[] {
    return this.whole().filter(isForeign)
  }

  /** The same with the frames of this package. */
  whole(): Frame[] {
    const lines = this.#hook ? linesOf(this.#hook, this.#sites) : []
    return this.#sites.map((site, index) => {
      const frame = frameOf(site)
      return isForeign(frame) ? mapFrame(frame, lines[index]) : frame
    })
  }
}

/** The lines that a hook writes, one for each site; none where it does something else. */
function linesOf(hook: Hook, sites: readonly NodeJS.CallSite[]): readonly string[] {
  try {
    const text = hook(new Error(), [...sites])
    const lines = typeof text === 'string' ? text.split('\n').filter((line) => /^\s+at /u.test(line)) : []
    return lines.length === sites.length ? lines : []
  } catch {
    return [] // somebody else's code, made for somebody else's errors
  }
}

/** The stack of the caller, below `above`. */
export function captureStack(above: (...args: never[]) => unknown): CallStack {
  return captureLater(above)()
}

/** The stack of the caller, below `above`, for those who will seldom look: V8 makes call sites of it only then. */
export function captureLater(above: (...args: never[]) => unknown): () => CallStack {
  const holder: { stack?: NodeJS.CallSite[] } = {}
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = depth
  Error.captureStackTrace(holder, above)
  Error.stackTraceLimit = stackTraceLimit
  return () => {
    const { prepareStackTrace } = Error
    Error.prepareStackTrace = (_, sites) => sites
    const { stack } = holder
    Error.prepareStackTrace = prepareStackTrace
    return new CallStack(stack ?? [], prepareStackTrace)
  }
}

/** Paths of URLs: to make one of the other takes longer than all the rest of a frame. */
const paths = new Map<string, string>()

function pathOf(url: string): string {
  if (!url.startsWith('file:')) return url
  const known = paths.get(url)
  if (known !== undefined) return known
  const path = fileURLToPath(url)
  paths.set(url, path)
  return path
}

function frameOf(site: NodeJS.CallSite): Frame {
  const file = pathOf(site.getFileName() ?? site.getScriptNameOrSourceURL() ?? '')
  return {
    name: site.getFunctionName() ?? site.getMethodName() ?? '',
    file,
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
  }
}

/** False for a frame of this package. */
export function isForeign({ file }: Frame): boolean {
  return !file.startsWith(ownFolder)
}

/** Frames in the sources that were compiled; a list has them already. */
export function sourceFrames(stack: CallStack | readonly Frame[]): readonly Frame[] {
  return stack instanceof CallStack ? stack.mapped() : stack
}

/** A frame in the source that was compiled to it; `line` is what a hook wrote about it. */
function mapFrame(frame: Frame, line?: string): Frame {
  if (!frame.file || frame.file.startsWith('node:')) return frame
  const [, url, row, column] = /^\s*at (?:.* \()?(\S.*?):(\d+):(\d+)\)?$/u.exec(line ?? '') ?? []
  if (url !== undefined && (Number(row) !== frame.line || Number(column) !== frame.column))
    return { name: frame.name, file: url.startsWith('file:') ? fileURLToPath(url) : url, line: Number(row), column: Number(column) }
  const original = originalPosition(frame.file, frame.line, frame.column)
  return original ? { name: frame.name, ...original } : frame
}
