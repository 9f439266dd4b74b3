/** Structured stacks: taken cheaply, turned into frames as far as somebody looks, source maps applied at the end. */
import { fileURLToPath } from 'node:url'
import type { Frame } from '../record.ts'
import { originalPosition } from './source-map.ts'

const depth = 30
/** Frames of this package are nobody's business. */
const ownFolder = fileURLToPath(new URL('../..', import.meta.url))

/** Where code stands: frames are made one by one, as most questions are answered by the first few. */
export class CallStack {
  readonly #sites: readonly NodeJS.CallSite[]
  readonly #made: Frame[] = []
  #next = 0

  constructor(sites: readonly NodeJS.CallSite[]) {
    this.#sites = sites
  }

  /** The frames from the innermost outwards, without those of this package. */
  *[Symbol.iterator](): Generator<Frame> {
    for (let at = 0; ; at++) {
      while (at >= this.#made.length && this.#next < this.#sites.length) {
        const frame = frameOf(this.#sites[this.#next++]!)
        if (!frame.file.startsWith(ownFolder)) this.#made.push(frame)
      }
      if (at >= this.#made.length) return
      yield this.#made[at]!
    }
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
    return new CallStack(stack ?? [])
  }
}

function frameOf(site: NodeJS.CallSite): Frame {
  const url = site.getFileName() ?? site.getScriptNameOrSourceURL() ?? ''
  const file = url.startsWith('file:') ? fileURLToPath(url) : url
  return {
    name: site.getFunctionName() ?? site.getMethodName() ?? '',
    file,
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
  }
}

/** The frames in the sources that were compiled to them. */
export function mapFrames(frames: Iterable<Frame>): Frame[] {
  return Array.from(frames, mapFrame)
}

/** A frame in the source that was compiled to it. */
export function mapFrame(frame: Frame): Frame {
  if (!frame.file || frame.file.startsWith('node:')) return frame
  const original = originalPosition(frame.file, frame.line, frame.column)
  return original ? { name: frame.name, ...original } : frame
}
